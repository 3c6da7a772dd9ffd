import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRecommenderConfig } from '../../recommender/config.ts';

const DATABASE_URL = 'postgres://localhost/auctions';

test('only the database must be named', () => {
  expect(readRecommenderConfig({ DATABASE_URL })).toEqual({
    ...{ databaseUrl: DATABASE_URL, port: 2568, host: '127.0.0.1', secret: undefined, logLevel: 'warn' },
    folder: join('.ready-auction', 'recommender'),
  });
});

test('without a database it is said why there cannot be a recommender of its own', () => {
  for (const variables of [{}, { DATABASE_URL: '' }])
    expect(() => readRecommenderConfig(variables)).toThrow(/DATABASE_URL is not set.*embedded database/s);
});

test('its snapshot lies in the data folder unless another is named', () => {
  const folderOf = (variables: Record<string, string>) =>
    readRecommenderConfig({ DATABASE_URL, ...variables }).folder;
  expect(folderOf({ DATA_FOLDER: '/data' })).toBe(join('/data', 'recommender'));
  expect(folderOf({ DATA_FOLDER: '/data', RECOMMENDER_FOLDER: '/elsewhere' })).toBe('/elsewhere');
});

test.each([
  ['DATABASE_URL', 'mysql://localhost'],
  ['RECOMMENDER_PORT', '70000'],
  ['RECOMMENDER_SECRET', 'short'],
  ['RECOMMENDER_SECRET', 'no header can have a \n line feed in it'],
  ['LOG_LEVEL', 'loud'],
])('a wrong %s is named', (name, value) => {
  expect(() => readRecommenderConfig({ DATABASE_URL, [name]: value })).toThrow(name);
});
