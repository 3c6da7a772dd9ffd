import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resultsCsv } from '../../replay/results.ts';
import { runAudit, runReplay } from './replay-program.ts';
import { smallRecording } from './small-recording.ts';

/** A week in two seconds. */
const SPEED = String((7 * 86_400) / 2);
/** Bids that this machine brings late still count: other tests work beside this one, and three seconds were too few once. */
const GRACE_SECONDS = '8';

describe('replaying a small file on a server of its own', () => {
  const recording = smallRecording(7);
  let folder: string;
  const inFolder = (name: string) => join(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ready-auction-replay-test-'));
    await writeFile(inFolder('small.csv'), recording.text);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('gives exactly the winners and prices of the second price', { timeout: 90_000 }, async () => {
    const { code, said } = await runReplay(
      ...[
        inFolder('small.csv'),
        '--speed',
        SPEED,
        '--grace',
        GRACE_SECONDS,
        '--verify',
        '--again',
        '--run',
        'test',
      ],
      ...[
        '--results',
        inFolder('out.csv'),
        '--journal',
        inFolder('journal.csv'),
        '--data-folder',
        inFolder('data'),
      ],
    );

    expect(said).toContain(`Verified: all ${recording.bids} acknowledged bids are stored once`);
    expect(await readFile(inFolder('out.csv'), 'utf8')).toBe(resultsCsv(recording.expected));
    expect((await readFile(inFolder('journal.csv'), 'utf8')).trim().split('\n')).toHaveLength(
      recording.bids + 1,
    );
    // With its hidden reserve each of these ends as it was recorded.
    const again = await readFile(inFolder('out.again.csv'), 'utf8');
    expect(recording.withReserve.length).toBeGreaterThan(1);
    for (const auction of recording.withReserve) expect(again).toContain(`\n${auction},`);
    const unsold = recording.expected.filter(({ winner }) => winner === null).length;
    const [exact, all] = [recording.expected.length - unsold, recording.expected.length];
    expect(said).toContain(`With these reserves ${exact} of ${all} prices are exact`);
    expect(code).toBe(0);

    // The replay has audited it already; whoever does not believe it can look again.
    const audit = await runAudit({ DATA_FOLDER: inFolder('data'), DATABASE_URL: '' });
    expect(audit).toMatchObject({ code: 0 });
  });

  it('says what is wrong with a file before it starts anything', async () => {
    await writeFile(inFolder('wrong.csv'), 'auction,item\n1,Lamp\n');
    expect(await runReplay(inFolder('wrong.csv'))).toEqual({
      code: 2,
      said: expect.stringContaining('wrong.csv, line 1: the columns are missing: duration_days'),
    });
    expect(await runReplay(inFolder('nowhere.csv'))).toMatchObject({
      code: 2,
      said: expect.stringContaining('nowhere.csv cannot be read'),
    });
    expect(await runReplay('--help')).toMatchObject({
      code: 0,
      said: expect.stringContaining('--results OUT.csv'),
    });
  });

  it('says so when nobody answers at the given address', { timeout: 30_000 }, async () => {
    const { code, said } = await runReplay(
      inFolder('small.csv'),
      '--url',
      'http://127.0.0.1:9',
      '--patience',
      '1',
    );
    expect(code).toBe(1);
    expect(said).toContain('Nobody answers at http://127.0.0.1:9.');
  });
});
