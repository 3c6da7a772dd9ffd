/** What is drawn and what wakes people must be something that a server shows. */
import { globSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type AuctionServer, startAuctionServer } from '../../local-services/auction-server.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { ROOT, serviceNamed, textOf } from './compose-file.ts';

type Rule = {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
};
type Panel = {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
};

const rules: readonly Rule[] = parse(textOf('deploy/prometheus/alerts.yml')).groups[0].rules;
const dashboard = JSON.parse(textOf('deploy/grafana/dashboards/bid.json'));
const panels: readonly Panel[] = dashboard.panels;
const graphs = panels.filter(({ type }) => type !== 'row');
const expressions = [
  ...rules.map(({ alert, expr }) => ({ of: alert, expr })),
  ...graphs.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ of: title, expr }))),
];

/** Prometheus' own series are made where it scrapes. */
const metricsIn = (expr: string) =>
  [...expr.matchAll(/\b(?:ready_auction|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name);
/** A histogram is three series. */
const family = (name: string) => name.replace(/_(bucket|sum|count)$/, '');

describe('a running server', () => {
  const token = 'a-token-for-collectors-of-32-characters';
  let database: TestDatabase;
  let server: AuctionServer;
  let shown = new Map<string, string>();
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await startAuctionServer({ DATABASE_URL: database.url, METRICS_TOKEN: token });
    const answer = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    const types = (await answer.text()).matchAll(/^# TYPE (\S+) (\S+)$/gm);
    shown = new Map([...types].map(([, name = '', kind = '']) => [name, kind]));
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  it.each(expressions)('shows what "$of" is made of', ({ expr }) => {
    for (const name of metricsIn(expr)) {
      const kind = shown.get(name) ?? (shown.get(family(name)) === 'histogram' ? 'histogram' : undefined);
      expect(kind, name).toBeDefined();
      // The rate of something that also falls means nothing, and the height of something that only grows says little.
      const isRated = new RegExp(`(rate|increase)\\(${name}\\b`).test(expr);
      expect(isRated, `${name} is a ${kind}`).toBe(kind !== 'gauge');
    }
  });
});

describe('the alert rules', () => {
  it('are five, and each says how bad it is, what is the matter, and where help is', () => {
    expect(rules).toHaveLength(5);
    const headings = [...textOf('docs/operations.md').matchAll(/^#+ (.+)$/gm)].map(([, words = '']) =>
      words
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    for (const { alert, labels, annotations, for: lasting } of rules) {
      expect(labels.severity, alert).toMatch(/^(page|ticket)$/);
      expect(annotations.summary.length, alert).toBeGreaterThan(20);
      expect(lasting, alert).toMatch(/^\d+[sm]$/);
      const [file, heading] = annotations.runbook.split('#');
      expect(file).toBe('docs/operations.md');
      expect(headings, alert).toContain(heading);
      // As the alert is named, so is its chapter.
      expect(heading?.replaceAll('-', '')).toBe(alert.toLowerCase());
    }
  });

  it('speak of the job that Prometheus scrapes', () => {
    const { scrape_configs } = parse(textOf('deploy/prometheus/prometheus.yml'));
    const jobs = scrape_configs.map(({ job_name }: { job_name: string }) => job_name);
    const named = expressions.flatMap(({ expr }) =>
      [...expr.matchAll(/job="([^"]+)"/g)].map(([, job]) => job),
    );
    expect(named.length).toBeGreaterThan(2);
    for (const job of named) expect(jobs).toContain(job);
  });
});

describe('the dashboard', () => {
  it('follows a bid from its arrival to the end of its auction', () => {
    const rows = panels.filter(({ type }) => type === 'row').map(({ title }) => title);
    expect(rows.filter((title) => /^\d\. /.test(title)).map((title) => title[0])).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
    ]);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  it('has no two panels in one place', () => {
    const taken = new Map<string, string>();
    for (const { title, gridPos } of panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.get(`${x},${y}`), title).toBeUndefined();
          taken.set(`${x},${y}`, title);
        }
    }
  });

  it('groups by labels that the metrics have', () => {
    const documented = new Map(
      [...textOf('docs/metrics.md').matchAll(/^\| `([a-z_]+)` \| \w+ \| ([^|]*) \|/gm)].map(
        ([, name = '', labels = '']) => [name, labels],
      ),
    );
    for (const { of, expr } of expressions) {
      const [name = '', ...others] = new Set(metricsIn(expr).filter((each) => each.startsWith('ready_')));
      const labels = [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/, */));
      if (name === '' || others.length > 0) continue;
      for (const label of labels.filter((each) => !['le', 'instance'].includes(each)))
        expect(documented.get(family(name)) ?? documented.get(name), `${of}: ${label}`).toContain(
          `\`${label}\``,
        );
    }
  });

  it('is found by Grafana, with its data source', () => {
    const [provider] = parse(textOf('deploy/grafana/provisioning/dashboards/files.yml')).providers;
    const [source] = parse(textOf('deploy/grafana/provisioning/datasources/prometheus.yml')).datasources;
    const { volumes, environment } = serviceNamed('grafana');
    expect(volumes).toContain(`./deploy/grafana/dashboards:${provider.options.path}:ro`);
    expect(environment?.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH).toBe(`${provider.options.path}/bid.json`);
    expect(source.url).toBe('http://prometheus:9090');
    const asked = textOf('deploy/grafana/dashboards/bid.json').matchAll(/"uid": "([^"]+)"/g);
    expect(new Set([...asked].map(([, uid]) => uid))).toEqual(new Set([source.uid, dashboard.uid]));
    expect(globSync('deploy/grafana/dashboards/*', { cwd: ROOT })).toHaveLength(1);
  });
});
