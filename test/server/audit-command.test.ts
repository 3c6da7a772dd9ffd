/** `npm run audit` as it is run: what it says, and with which exit code. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../persistence/database.ts';
import { progressLine } from '../../server/audit/progress-line.ts';
import { stageOn } from '../support/stage.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { fillHouse } from './audit-house.ts';

const ROOT = join(import.meta.dirname, '../..');

function runAudit(env: Readonly<Record<string, string>>) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const { PATH = '' } = process.env;
    const child = execFile(
      process.execPath,
      ['server/audit.ts'],
      { cwd: ROOT, env: { PATH, ...env } },
      (_, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ready-auction-audit-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('PostgreSQL: 0 where everything holds, 1 with a list where not, and never the password', async () => {
  const { url, drop } = await createTestDatabase();
  const database = await openDatabase({ kind: 'postgres', url, poolSize: 2 });
  try {
    const { ann } = await fillHouse(stageOn(database));
    const healthy = await runAudit({ DATABASE_URL: url });
    expect(healthy).toMatchObject({ code: 0, err: '' });
    expect(healthy.out).toMatch(/Audit of PostgreSQL at [^@]+\/test_\w+\n/);
    expect(healthy.out).toMatch(
      /ok {6}deciding every log again gives what is stored \(7 auctions, \d+ bids\)/,
    );
    expect(healthy.out).toContain('Everything holds.');

    await sql`update wallet set available = available + 1 where user_id = ${ann}`.execute(database.db);
    const broken = await runAudit({ DATABASE_URL: url });
    expect(broken.code).toBe(1);
    expect(broken.out).toMatch(
      /BROKEN {2}every wallet is the sum of its transfers \(.*\): 1 violation\n +wallet /,
    );
    expect(broken.out).toContain(ann);
    expect(broken.out).toContain('2 violations: this house broke its promises.');
  } finally {
    await database.close();
    await drop();
  }
});

test('the embedded database is audited in its folder, but not while a server has it open', async () => {
  const database = await openDatabase({ kind: 'embedded', folder });
  await fillHouse(stageOn(database));
  const locked = await runAudit({ DATA_FOLDER: folder });
  expect(locked).toMatchObject({ code: 2, out: '' });
  expect(locked.err).toMatch(/could not be made: .* is in use by process \d+\. Stop it/);

  await database.close();
  const healthy = await runAudit({ DATA_FOLDER: folder });
  expect(healthy).toMatchObject({ code: 0, err: '' });
  expect(healthy.out).toContain(`the embedded database in ${folder}`);
  expect(await readdir(folder)).toEqual(['database']);
});

test('where there is no database it says so, and makes none', async () => {
  const nowhere = join(folder, 'nowhere');
  const { code, err } = await runAudit({ DATA_FOLDER: nowhere });
  expect(code).toBe(2);
  expect(err).toContain(`there is no database in ${nowhere}`);
  expect(await readdir(folder)).toEqual([]);
});

test('a server that is not there is a sentence and exit code 2, not a stack', async () => {
  const { code, err } = await runAudit({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' });
  expect(code).toBe(2);
  expect(err.trim().split('\n').length).toBe(1);
});

test('a terminal sees one line move on, a file sees none of it', () => {
  const written: string[] = [];
  const write = (text: string) => written.push(text);
  let nowMs = 0;
  const line = progressLine({ isTTY: true, write }, () => nowMs);
  line.show('deciding', 1, 9);
  line.show('deciding', 2, 9);
  nowMs = 100;
  line.show('deciding', 3, 9);
  line.clear();
  expect(written.map((text) => text.replace('\r\x1b[2K', ''))).toEqual([
    '  deciding … 1 of 9 bids',
    '  deciding … 3 of 9 bids',
    '',
  ]);

  written.length = 0;
  progressLine({ write }).show('deciding', 1, 9);
  expect(written).toEqual([]);
});
