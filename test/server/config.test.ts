import { expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';

test('nothing configured is a house for one laptop, with a demo', () => {
  expect(readConfig({})).toMatchObject({
    port: 2567,
    host: '127.0.0.1',
    database: { kind: 'embedded', folder: '.ready-auction' },
    redisUrl: undefined,
    demo: true,
    feeBasisPoints: 250,
    origins: [],
    trustProxy: false,
  });
});

test('with a database of its own it is a real house, without a demo unless asked for', () => {
  const DATABASE_URL = 'postgres://localhost/auctions';
  expect(readConfig({ DATABASE_URL })).toMatchObject({
    database: { kind: 'postgres', url: DATABASE_URL },
    demo: false,
  });
  expect(readConfig({ DATABASE_URL, DEMO: 'on' }).demo).toBe(true);
  expect(readConfig({ DEMO: 'off' }).demo).toBe(false);
});

test('an empty variable is one that is not set', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '', ORIGINS: '' })).toEqual(readConfig({}));
});

test.each([
  ['PORT', 'abc'],
  ['PORT', '70000'],
  ['DEMO', 'maybe'],
  ['DATABASE_URL', 'mysql://localhost'],
  ['AUTH_SECRET', 'short'],
  ['FEE_BASIS_POINTS', '10001'],
  ['ORIGINS', 'shop.example'],
  ['LOG_LEVEL', 'loud'],
  ['PUBLIC_URL', 'https://example.com/with/path'],
])('%s=%s is refused by name', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(name);
});

test('proxies are trusted by number or by address', () => {
  const hops = readConfig({ TRUST_PROXY: '1' }).trustProxy as (address: string, hop: number) => boolean;
  expect([hops('10.0.0.1', 0), hops('10.0.0.1', 1)]).toEqual([true, false]);
  expect(readConfig({ TRUST_PROXY: '10.0.0.0/8' }).trustProxy).toBe('10.0.0.0/8');
});
