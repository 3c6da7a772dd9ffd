import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCatalogue } from '../../../persistence/catalogue/catalogue.ts';
import { READER_SETTINGS } from '../../../persistence/postgres.ts';
import type { DB } from '../../../persistence/schema.ts';
import { seedHouse } from '../../../seed/seeding.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { lists } from './every-list.ts';

/** `UPDATE_PLANS=1 npx vitest run test/persistence/catalogue/plans.test.ts` writes them anew after a query or an index was changed. */
const golden = (version: string) => new URL(`./plans.postgresql-${version}.txt`, import.meta.url);

/** Few enough that PostgreSQL looks at every row when it gathers statistics, so that the same house makes the same plans. */
const HOUSE = { auctions: 20_000, seed: 1, nowMs: Date.UTC(2026, 0, 15) };

/** No list needs these: sellers who change their name, and titles that are edited. */
const WRITERS_ONLY = new Set(['catalogue_of_seller', 'catalogue_words_pkey']);

type Query = { readonly sql: string; readonly parameters: readonly unknown[] };
type Plan = { readonly name: string; readonly lines: readonly string[] };

describe('on a seeded house', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let version: string;
  let asked: (Query & { readonly name: string })[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    await seedHouse({ recipe: HOUSE, url: database.url, more: false, show: () => {} });
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(READER_SETTINGS);
    const { rows } = await client.query("select current_setting('server_version_num')::int / 10000 as major");
    version = String(rows[0].major);
    asked = await everyQuery(database.url);
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  /** As the house asks it, with what was really bound. */
  async function planOf({ name, sql, parameters }: (typeof asked)[number]): Promise<Plan> {
    const { rows } = await client.query(`explain (costs off) ${sql}`, [...parameters]);
    return { name, lines: rows.map((row) => withoutValues(String(row['QUERY PLAN']))) };
  }
  const plans = () => inTurn(asked, planOf);

  it('every list has the plan it was written for', async () => {
    const text = (await plans()).map(({ name, lines }) => `-- ${name}\n${lines.join('\n')}\n`).join('\n');
    const file = golden(version);
    if (process.env.UPDATE_PLANS !== undefined) writeFileSync(file, text);
    // Another version may plan otherwise, and has only the promises below to keep.
    if (existsSync(file)) expect(text).toBe(readFileSync(file, 'utf8'));
    else expect(existsSync(golden('15'))).toBe(true);
  });

  it('no list reads a table from end to end, or sorts more than it was written to sort', async () => {
    for (const { name, lines } of await plans()) {
      expect(
        lines.filter((line) => /Seq Scan on (?!unnest)/.test(line)),
        name,
      ).toEqual([]);
      const sorts = lines.filter(
        (line) => line.trim().startsWith('Sort Key') && !/ (hits|best)\./.test(line),
      ).length;
      const merges = lines.filter((line) => line.includes('Merge Append') || line.includes('late')).length;
      if (name.startsWith('walk')) expect(sorts, name).toBeLessThanOrEqual(merges);
    }
  });

  it('an index that is lost is noticed', async () => {
    const before = await plans();
    const { rows: indices } = await client.query<{ name: string }>(
      `select indexrelid::regclass::text as name from pg_index join pg_class on pg_class.oid = indrelid
       where relname in ('catalogue', 'catalogue_words') order by 1`,
    );
    expect(indices.length).toBeGreaterThan(12);
    const unnoticed: string[] = [];
    for (const { name } of indices) {
      if (WRITERS_ONLY.has(name)) continue;
      await client.query('begin');
      await client.query(`update pg_index set indisvalid = false where indexrelid = '${name}'::regclass`);
      const after = await plans();
      await client.query('rollback');
      if (JSON.stringify(after) === JSON.stringify(before)) unnoticed.push(name);
    }
    expect(unnoticed).toEqual([]);
  });
});

/** Asks the catalogue for everything it can be asked for, and listens to what it asks the database. */
async function everyQuery(url: string): Promise<(Query & { name: string })[]> {
  const heard: (Query & { name: string })[] = [];
  let asking = '';
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  pool.on('connect', (client) => void client.query(READER_SETTINGS));
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query: { sql, parameters } }) => {
      heard.push({ name: asking, sql, parameters });
    },
  });
  try {
    for (const { name, ask } of lists(openCatalogue(db), HOUSE.nowMs)) {
      asking = name;
      await ask();
    }
  } finally {
    await db.destroy();
  }
  return heard;
}

async function inTurn<T, R>(all: readonly T[], each: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const one of all) done.push(await each(one));
  return done;
}

/** Ids, times and long numbers say nothing about the plan. */
const withoutValues = (line: string): string =>
  line
    .replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, '<id>')
    .replaceAll(/'\{<id>[^}]*\}'/g, "'{<ids>}'")
    .replaceAll(/\d{6,}/g, '<number>');
