/** Servers with one promise taken out of them: the checker must notice, or its silence means nothing. */
import { describe, expect, it } from 'vitest';
import type { Findings } from '../../chaos/checker/violations.ts';
import { NODES } from '../../chaos/house.ts';
import { type RunOptions, run } from '../../chaos/run.ts';
import { type Fault, scheduleOf } from '../../chaos/schedule.ts';
import { closedTwice } from './second-closing.ts';

const SEED = 5;
const RUN_MS = 100_000;
const NO_FENCE = new URL('./mutants/no-fence.ts', import.meta.url).href;

type Storm = Pick<Fault, 'kind' | 'holdMs'>;
type Floor = Pick<RunOptions, 'times' | 'thinkMs'>;

/** As many faults as there are nodes, each where the most auctions are. */
async function withMutant(mutant: URL, { kind, holdMs }: Storm, floor: Floor): Promise<Findings> {
  const schedule = scheduleOf({ seed: SEED, faults: NODES, nodes: NODES, kinds: [kind] });
  const { verdict, serverLogs } = await run({
    seed: SEED,
    schedule: schedule.map((fault) => ({ ...fault, rank: 0, holdMs, onItsHeels: false })),
    bidders: 30,
    auctions: 10,
    fsync: false,
    preload: [mutant.href],
    tell: () => undefined,
    ...floor,
  });
  for (const log of serverLogs) expect(log).toContain('mutated ');
  return verdict.findings;
}

describe('the checker notices', () => {
  it(
    'a release that is dropped',
    async () => {
      const findings = await withMutant(
        new URL('./mutants/dropped-release.ts', import.meta.url),
        { kind: 'cut_clients', holdMs: 0 },
        { times: { startsInMs: [500, 1_000], lastsMs: [2_000, 4_000] }, thinkMs: 500 },
      );
      expect(findings.count('unbalanced')).toBeGreaterThan(0);
    },
    RUN_MS,
  );

  it(
    'an owner that is not fenced',
    async () => {
      const { findings } = await closedTwice([NO_FENCE]);
      expect(findings.count('wrong_winner')).toBeGreaterThan(0);
    },
    RUN_MS,
  );

  it(
    'nothing where the same happens to an owner that is',
    async () => {
      const { findings, acknowledged, sold } = await closedTwice([]);
      expect(findings.shown).toEqual([]);
      expect({ acknowledged, sold }).toEqual({ acknowledged: 1, sold: 1 });
    },
    RUN_MS,
  );

  it(
    'an acknowledgement before the commit',
    async () => {
      const findings = await withMutant(
        new URL('./mutants/early-acknowledgement.ts', import.meta.url),
        { kind: 'kill_in_commit', holdMs: 500 },
        { times: { startsInMs: [500, 1_000], lastsMs: [4_000, 8_000] }, thinkMs: 300 },
      );
      expect(findings.count('lost')).toBeGreaterThan(0);
    },
    RUN_MS,
  );
});
