import { describe, expect, it } from 'vitest';
import { readRecommenderConfig } from '../../recommender/config.ts';
import { readConfig } from '../../server/config.ts';
import {
  compose,
  environmentOf,
  FILLED,
  imageEnvironment,
  NODES,
  serviceNamed,
  textOf,
  USED,
} from './compose-file.ts';

const SECRET = /PASSWORD|SECRET|TOKEN|PRIVATE/;
const services = Object.entries(compose.services);
const imageSettings = imageEnvironment();

/** The names of all settings that a configuration knows. */
const settingsIn = (file: string) =>
  [...textOf(file).matchAll(/^ {2}([A-Z][A-Z0-9_]*): (?:Type\.|limit\()/gm)].map(([, name]) => name);

describe('the settings in the compose file', () => {
  it('has every variable explained in the example of .env, which has no other', () => {
    const explained = [...textOf('.env.example').matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
    expect([...explained].sort()).toEqual([...new Set(USED.map(({ name }) => name))].sort());
  });

  it('has no secret that works without being chosen', () => {
    const secrets = USED.filter(({ name }) => SECRET.test(name));
    expect(secrets.length).toBeGreaterThan(5);
    // Either it must be there and the file says how to make it, or without it there is nothing to guard.
    for (const { name, sign, rest } of secrets) {
      if (sign === ':?') expect(`${name}: ${rest}`).toMatch(/openssl/);
      else expect(`${name}${sign}${rest}`).toBe(`${name}:-`);
    }
    const chosen = [...textOf('.env.example').matchAll(/^([A-Z0-9_]+)=(.+)$/gm)];
    expect(chosen.filter(([, name = '']) => SECRET.test(name))).toEqual([]);
    for (const [name, { environment = {} }] of services) {
      const written = Object.entries(environment).filter(([key]) => SECRET.test(key));
      for (const [key, value] of written) expect(`${name} ${key}=${value}`).toMatch(/=\$\{/);
    }
  });

  it('says what to set when it is not set', () => {
    expect(() => environmentOf(serviceNamed('node-1'), {})).toThrow(/openssl rand/);
    expect(() => environmentOf(serviceNamed('node-1'), { ...FILLED, PUBLIC_URL: '' })).toThrow(
      /what people type/,
    );
  });

  it.each(NODES)('gives %s settings that the server knows and takes', (name) => {
    const settings = { ...imageSettings, ...environmentOf(serviceNamed(name), FILLED) };
    const known = settingsIn('server/environment.ts');
    const others = ['NODE_ENV', 'RECOMMENDER_HOST', 'RECOMMENDER_PORT'];
    expect(Object.keys(settings).filter((each) => !known.includes(each) && !others.includes(each))).toEqual(
      [],
    );
    expect(readConfig(settings)).toMatchObject({
      host: '0.0.0.0',
      publicAddress: `auctions.example.com/${name}`,
      database: { kind: 'postgres', url: expect.stringContaining('@postgres:5432/ready_auction') },
      redisUrl: expect.stringContaining('@redis:6379/'),
      images: { kind: 'folder', folder: '/data/images' },
      recommender: { url: 'http://recommender:2568', secret: FILLED.RECOMMENDER_SECRET },
      metricsToken: FILLED.METRICS_TOKEN,
      demo: false,
    });
  });

  it('lets .env set everything that the server knows and the containers do not decide', () => {
    // The image says where things lie and who listens where; the last three are for houses without it, and for tests.
    const decided = [
      ...Object.keys(imageSettings),
      ...['DATABASE_URL', 'REDIS_URL', 'RECOMMENDER_URL', 'PUBLIC_ADDRESS'],
      ...['IMAGE_FOLDER', 'RECOMMENDER_FOLDER', 'PUSH_PRIVATE_ENDPOINTS'],
    ];
    const left = settingsIn('server/environment.ts').filter((name = '') => !decided.includes(name));
    expect(left.length).toBeGreaterThan(40);
    expect(left.filter((each) => !USED.some(({ name }) => name === each))).toEqual([]);
  });

  it('gives the recommender settings that it knows and takes', () => {
    const own = environmentOf(serviceNamed('recommender'), FILLED);
    expect(Object.keys(own).filter((each) => !settingsIn('recommender/config.ts').includes(each))).toEqual(
      [],
    );
    const { databaseUrl } = readRecommenderConfig({ ...imageSettings, ...own });
    expect(databaseUrl).toBe(environmentOf(serviceNamed('node-1'), FILLED).DATABASE_URL);
  });
});
