import { expect, it } from 'vitest';
import { Findings } from '../../chaos/checker/violations.ts';
import { isSound, reportOf, table } from '../../chaos/report.ts';
import type { RunResult } from '../../chaos/run.ts';

const COUNTS = {
  acknowledged: 7,
  auctions: 1,
  sold: 1,
  decided: 9,
  undecided: 0,
  sightings: 3,
  stepsBack: 0,
};

function quietRun(): RunResult {
  return {
    strikes: [],
    verdict: { findings: new Findings(), ...COUNTS },
    audit: { passed: true, text: '' },
    unexplained: [],
    silent: 0,
    longest: { ms: 0, auctionId: '', untilMs: 0 },
    ownEnds: [],
    exitCodes: [0],
    serverLogs: [],
    seconds: 1,
  };
}

it('a run in which nothing was found is sound', () => {
  expect(isSound(quietRun())).toBe(true);
});

it('one violation is too many', () => {
  const result = quietRun();
  result.verdict.findings.add('lost', 'bid 1', 'is nowhere');
  expect(isSound(result)).toBe(false);
  expect(reportOf(1, result)).toMatchObject({ lost: 1, doubled: 0 });
});

it('so is an answer that no fault explains, and it is shown', () => {
  const result = { ...quietRun(), unexplained: [new Error('an odd answer')] };
  expect(isSound(result)).toBe(false);
  const report = reportOf(1, result);
  expect(report.unexplained).toBe(1);
  expect(table(report, result)).toContain('an odd answer');
});

it('so is an audit that fails', () => {
  expect(isSound({ ...quietRun(), audit: { passed: false, text: 'A hold outlives its auction.' } })).toBe(
    false,
  );
});
