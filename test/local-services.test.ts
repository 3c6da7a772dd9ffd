import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { expect, test } from 'vitest';
import { startPostgres } from '../local-services/postgres.ts';
import { startRedis } from '../local-services/redis.ts';
import { testRedisUrl } from './support/redis.ts';
import { createTestDatabase } from './support/test-database.ts';

/** With a server of somebody else's there is nothing of ours to kill, count or remove. */
const ownPostgres = test.skipIf(process.env.TEST_DATABASE_URL);
const ownRedis = test.skipIf(process.env.TEST_REDIS_URL);

async function query(url: string, sql: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

function foldersOf(pid: number): string[] {
  return globSync(join(tmpdir(), 'ready-auction-*', 'pid'))
    .filter((file) => readFileSync(file, 'utf8') === String(pid))
    .map((file) => join(file, '..'));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a test database answers and knows the trigrams of Korean words', async () => {
  const database = await createTestDatabase();
  expect(await query(database.url, 'select 1')).toEqual([[1]]);
  await query(database.url, 'create extension if not exists pg_trgm');
  const [[trigrams] = []] = await query(database.url, "select show_trgm('가나다')");
  expect(trigrams).toHaveLength(4);
  await database.drop();
  await expect(query(database.url, 'select 1')).rejects.toThrow(/does not exist/);
});

test('two test databases share nothing', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await query(one.url, 'create table only_here ()');
  expect(await query(other.url, "select to_regclass('only_here')")).toEqual([[null]]);
  await Promise.all([one.drop(), other.drop()]);
});

test('every caller gets an empty Redis database of its own', async () => {
  const [one, other] = [new Redis(await testRedisUrl()), new Redis(await testRedisUrl())];
  expect(await one.ping()).toBe('PONG');
  await one.set('key', 'value');
  expect(await other.dbsize()).toBe(0);
  one.disconnect();
  other.disconnect();
});

ownPostgres('what PostgreSQL committed with fsync survives its kill', async () => {
  const postgres = await startPostgres({ fsync: true, maxConnections: 20 });
  expect(await query(postgres.url(), 'show fsync')).toEqual([['on']]);
  await query(postgres.url(), 'create table kept as select 1 as one');
  await postgres.kill();
  await expect(query(postgres.url(), 'select 1')).rejects.toThrow(/ECONNREFUSED/);
  await postgres.restart();
  expect(await query(postgres.url(), 'select one from kept')).toEqual([[1]]);
  await postgres.stop();
});

ownPostgres('a stopped PostgreSQL leaves no process and no folder behind', async () => {
  const postgres = await startPostgres();
  const [[dataFolder] = []] = (await query(postgres.url(), 'show data_directory')) as string[][];
  const pid = Number(readFileSync(join(dataFolder ?? '', 'postmaster.pid'), 'utf8').split('\n')[0]);
  expect(isAlive(pid)).toBe(true);
  await postgres.stop();
  expect(isAlive(pid)).toBe(false);
  expect(existsSync(join(dataFolder ?? '', '..'))).toBe(false);
});

ownRedis('a paused Redis goes silent, and a stopped one leaves nothing behind', async () => {
  const service = await startRedis();
  const redis = new Redis(service.url(), { commandTimeout: 200, retryStrategy: null });
  const pid = Number(/process_id:(\d+)/.exec(await redis.info('server'))?.[1]);
  const [folder = ''] = foldersOf(pid);
  expect(existsSync(folder)).toBe(true);
  service.pause();
  await expect(redis.ping()).rejects.toThrow(/timed out/);
  service.resume();
  await expect.poll(() => redis.ping()).toBe('PONG');
  redis.disconnect();
  await service.stop();
  expect(isAlive(pid)).toBe(false);
  expect(existsSync(folder)).toBe(false);
});

ownPostgres('the services of a process that was killed end with it, and their folders go', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'killed-owner-'));
  // PostgreSQL runs as another user, who must be allowed through.
  chmodSync(folder, 0o755);
  const script = `
    import { startPostgres } from './local-services/postgres.ts';
    import { startRedis } from './local-services/redis.ts';
    await Promise.all([startPostgres(), startRedis()]);
    console.log('started');
    setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: folder, TEST_REDIS_URL: '' },
  });
  await once(owner.stdout, 'data');
  const pids = globSync(join(folder, '*', 'pid')).map((file) => Number(readFileSync(file, 'utf8')));
  expect(pids.filter(isAlive)).toHaveLength(2);

  owner.kill('SIGKILL');
  await expect.poll(() => readdirSync(folder), { timeout: 10_000 }).toEqual([]);
  expect(pids.filter(isAlive)).toEqual([]);
  rmdirSync(folder);
});
