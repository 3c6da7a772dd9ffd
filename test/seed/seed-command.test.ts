/** `npm run seed` as it is run: what it says, with which exit code, and what is left of one that is killed. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Progress } from '../../seed/progress.ts';
import { definitionsIn, emptyHouse, rowsIn } from './seeded-stage.ts';

const ROOT = join(import.meta.dirname, '../..');
const { PATH = '' } = process.env;

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const options = { cwd: ROOT, env: { PATH, ...env } };
    const child = execFile(process.execPath, ['seed/main.ts', ...args], options, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

let house: Awaited<ReturnType<typeof emptyHouse>>;
beforeEach(async () => {
  house = await emptyHouse();
});
afterEach(() => house.close());

test('it seeds what DATABASE_URL names, says what it did and how to do the same, and refuses to do it twice', async () => {
  const args = ['--auctions', '300', '--now', '2026-05-01T12:00:00Z'];
  const first = await run(args, { DATABASE_URL: house.url });
  expect(first).toMatchObject({ code: 0 });
  expect(first.out).toMatch(/Seeded PostgreSQL at [^@]+\/test_\w+ in \d/);
  expect(first.out).toContain('300 auctions, 20 people');
  expect(first.out).toContain('--auctions 300 --seed 1 --now 2026-05-01T12:00:00.000Z');
  // No terminal: one line for every step.
  expect(first.err.match(/^ {2}[a-z ]+: \d+\.\d s$/gm)?.length).toBe(6);
  expect(await rowsIn(house.db)).toMatchObject({
    auction: 300,
    catalogue: 300,
    catalogue_words: 300,
    user: 20,
  });

  const second = await run([...args, '--database', house.url]);
  expect(second).toMatchObject({ code: 1, out: '' });
  expect(second.err).toContain('has auctions already');
});

test('without a database, or with a wrong command line, the exit code is 2 and nothing else happens', async () => {
  const nowhere = await run(['--auctions', '300']);
  expect(nowhere).toMatchObject({ code: 2, out: '' });
  expect(nowhere.err).toContain('DATABASE_URL');
  expect(await run(['--auctions', 'many'], { DATABASE_URL: house.url })).toMatchObject({ code: 2, out: '' });
});

test('a server that is not there is a sentence and exit code 1, not a stack', async () => {
  const { code, err } = await run(['--database', 'postgres://nobody@127.0.0.1:1/nothing']);
  expect(code).toBe(1);
  expect(err).toMatch(/Not seeded: .*127\.0\.0\.1:1/);
  expect(err).not.toContain('    at ');
});

test.for(['SIGKILL', 'SIGINT'] as const)('%s in the middle leaves the database as it was', async (signal) => {
  const before = [await definitionsIn(house.db), await rowsIn(house.db)];
  const args = ['seed/main.ts', '--auctions', '60000', '--database', house.url];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { PATH },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  // People are loaded and bids are on their way.
  for await (const line of createInterface({ input: child.stderr })) if (line.startsWith('  people')) break;
  child.kill(signal);
  const [code] = await exited;
  expect(code).toBe(signal === 'SIGINT' ? 130 : null);
  await expect
    .poll(async () => [await definitionsIn(house.db), await rowsIn(house.db)], { timeout: 15_000 })
    .toEqual(before);
});

test('a terminal sees one bar move on, anything else a line for every step', () => {
  const written: string[] = [];
  let nowMs = 0;
  const out = { isTTY: true, write: (text: string) => written.push(text) };
  const progress = new Progress(out, () => nowMs);
  progress.show('bids', 0, 1_000);
  progress.show('bids', 1, 1_000);
  nowMs = 1_500;
  progress.show('bids', 500, 1_000);
  progress.show('auctions', 0, 10);
  nowMs = 2_000;
  expect([...progress.stop()]).toEqual([
    ['bids', 1.5],
    ['auctions', 0.5],
  ]);
  expect(written.map((text) => text.replace('\r\u001b[K', ''))).toEqual([
    `  [${'.'.repeat(30)}]  bids 0/1,000`,
    `  [${'#'.repeat(15)}${'.'.repeat(15)}]  bids 500/1,000`,
    `  [${'.'.repeat(30)}]  auctions 0/10`,
    '',
  ]);
});
