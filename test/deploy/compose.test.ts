import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readRecommenderConfig } from '../../recommender/config.ts';
import {
  compose,
  FILLED,
  filledIn,
  imageEnvironment,
  instructions,
  NODES,
  ROOT,
  type Service,
  serviceNamed,
  textOf,
  tls,
} from './compose-file.ts';

const services = Object.entries(compose.services);
const OURS = [...NODES, 'recommender'];
const imageSettings = imageEnvironment();
const networksOf = ({ networks }: Service) =>
  Array.isArray(networks) ? (networks as string[]) : Object.keys(networks);
const addressOf = (name: string) => {
  const { networks } = serviceNamed(name);
  return 'house' in networks ? networks.house?.ipv4_address : undefined;
};

describe('the compose file', () => {
  it('mounts what exists', () => {
    const mounts = [...services, ...Object.entries(tls.services)].flatMap(([, { volumes = [] }]) => volumes);
    expect(mounts.length).toBeGreaterThan(10);
    for (const mount of mounts) {
      const [source = '', target = ''] = filledIn(mount, { ...FILLED, TLS_FOLDER: './deploy' }).split(':');
      if (source.startsWith('./')) expect(existsSync(join(ROOT, source)), source).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(source);
      expect(target).toMatch(/^\//);
    }
    for (const { secrets = [] } of Object.values(compose.services))
      for (const secret of secrets) expect(Object.keys(compose.secrets)).toContain(secret);
  });

  it('mounts volumes where the user of the image may write', () => {
    const made =
      instructions()
        .find(({ rest }) => rest.includes('--owner=node'))
        ?.rest.split(' ') ?? [];
    const targets = OURS.flatMap((name) => serviceNamed(name).volumes ?? []).map(
      (mount) => mount.split(':')[1],
    );
    expect(made).toEqual(expect.arrayContaining(targets));
    expect(serviceNamed('recommender').volumes).toContain(
      `recommender:${readRecommenderConfig({ ...imageSettings, DATABASE_URL: 'postgres://there/house' }).folder}`,
    );
  });

  it('leads nginx, Prometheus and the nodes to where the others listen', () => {
    const port = imageSettings.PORT;
    const upstreams = textOf('deploy/nginx/compose/nodes.conf');
    const servers = [...upstreams.matchAll(/^ {2}server (\S+?:\d+)/gm)].map(([, server]) => server);
    expect(servers).toEqual(NODES.map((name) => `${addressOf(name)}:${port}`));
    for (const name of NODES)
      expect(upstreams).toContain(`upstream ${name} { server ${addressOf(name)}:${port}; }`);

    const scraped = parse(textOf('deploy/prometheus/prometheus.yml'));
    expect(scraped.scrape_configs[0].static_configs[0].targets).toEqual(
      NODES.map((name) => `${name}:${port}`),
    );
    expect(scraped.scrape_configs[0].authorization.credentials_file).toBe('/run/secrets/metrics_token');
    expect(serviceNamed('prometheus').volumes).toContain(
      `./deploy/prometheus/${scraped.rule_files[0]}:/etc/prometheus/${scraped.rule_files[0]}:ro`,
    );

    const exposed = instructions()
      .find(({ name }) => name === 'EXPOSE')
      ?.rest.split(' ');
    expect(exposed).toEqual([port, imageSettings.RECOMMENDER_PORT]);
    const health = instructions().find(({ name }) => name === 'HEALTHCHECK')?.rest;
    expect(health).toContain(`http://127.0.0.1:${port}/health/live`);
    expect(serviceNamed('recommender').healthcheck?.test.join(' ')).toContain(
      `:${imageSettings.RECOMMENDER_PORT}/health/live`,
    );
  });

  it('has who talks to each other in one network, and whoever is named in it', () => {
    const talks = [
      ...NODES.flatMap((node) =>
        ['postgres', 'redis', 'recommender', 'balancer', 'prometheus'].map((other) => [node, other]),
      ),
      ['recommender', 'postgres'],
      ['grafana', 'prometheus'],
    ];
    for (const [one = '', other = ''] of talks) {
      const shared = networksOf(serviceNamed(one)).filter((each) =>
        networksOf(serviceNamed(other)).includes(each),
      );
      expect(shared, `${one} and ${other}`).not.toEqual([]);
    }
    for (const [, service] of services)
      for (const network of networksOf(service)) expect(Object.keys(compose.networks)).toContain(network);
    expect(compose.networks.data?.internal).toBe(true);
    for (const name of ['postgres', 'redis']) expect(networksOf(serviceNamed(name))).toEqual(['data']);
  });

  it('shows only the balancer, and Grafana to this machine', () => {
    const published = services.flatMap(([name, { ports = [] }]) =>
      ports.map((port) => `${name} ${filledIn(port, FILLED)}`),
    );
    expect(published).toEqual(['balancer 8080:8080', 'grafana 127.0.0.1:3000:3000']);
    expect(textOf('deploy/nginx/compose/listen.conf')).toContain('listen 8080;');
    expect(tls.services.balancer?.ports?.map((port) => filledIn(port, FILLED))).toEqual(['443:8443']);
    expect(textOf('deploy/nginx/compose/listen-tls.conf')).toContain('listen 8443 ssl');
  });

  it('waits for what exists and says when it is well', () => {
    for (const [name, { depends_on = {} }] of services) {
      for (const [other, { condition }] of Object.entries(depends_on)) {
        expect(condition, `${name} waits for ${other}`).toBe('service_healthy');
        const { healthcheck, build } = serviceNamed(other);
        // Ours bring one with the image.
        expect(healthcheck !== undefined || build !== undefined, `${other} says how it is`).toBe(true);
      }
    }
  });

  it('runs exact versions, starts everything again, and gives servers time to leave', () => {
    for (const [name, { image = '', build, restart, stop_grace_period }] of services) {
      expect(restart, name).toBe('unless-stopped');
      if (build === undefined) expect(image).toMatch(/^[a-z/]+:v?\d+\.\d+(\.\d+)?$/);
      else expect(Number.parseInt(stop_grace_period ?? '', 10)).toBeGreaterThan(10);
    }
  });

  it('lets Redis throw nothing away, and PostgreSQL acknowledge nothing that is not on disk', () => {
    expect(serviceNamed('redis').command?.join(' ')).toMatch(/noeviction.*--appendonly yes/);
    expect(serviceNamed('postgres').command).toContain('synchronous_commit=on');
    expect(textOf('docker-compose.yml')).not.toMatch(/fsync=off|synchronous_commit=off|full_page_writes=off/);
  });
});
