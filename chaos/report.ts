import { inspect } from 'node:util';
import { VIOLATIONS, type ViolationKind } from './checker/violations.ts';
import { percentile } from './percentile.ts';
import type { RunResult } from './run.ts';
import type { Strike } from './storm.ts';

/** The first of what clients could not explain show what it is. */
const SHOWN = 8;

export type Report = ReturnType<typeof reportOf>;

/** The result for programs. */
export function reportOf(seed: number, result: RunResult) {
  const { strikes, verdict, audit, unexplained, silent, longest, ownEnds, exitCodes, seconds } = result;
  const { findings } = verdict;
  const recoveries = strikes.flatMap(recoveryMs);
  const kinds = Map.groupBy(strikes, ({ fault }) => fault.kind);
  return {
    faults: strikes.length,
    acknowledged: verdict.acknowledged,
    lost: findings.count('lost'),
    doubled: findings.count('doubled'),
    wrong_winners: findings.count('wrong_winner'),
    unbalanced: findings.count('unbalanced'),
    recovery_p50_ms: percentile(recoveries, 0.5),
    recovery_p95_ms: percentile(recoveries, 0.95),
    seed,
    late: findings.count('late'),
    disordered: findings.count('disordered'),
    invented: findings.count('invented'),
    unclosed: findings.count('unclosed'),
    unexplained: unexplained.length,
    audit: audit.passed ? 'passed' : 'failed',
    not_recovered: strikes.filter(({ recovery }) => recovery.waiting.size > 0).length,
    silent_afterwards: silent,
    longest_unavailability_ms: longest.ms,
    nodes_ended_by_themselves: ownEnds.length,
    exit_codes: exitCodes,
    auctions: verdict.auctions,
    sold: verdict.sold,
    decided: verdict.decided,
    undecided: verdict.undecided,
    views_compared: verdict.sightings,
    views_stepped_back: verdict.stepsBack,
    by_kind: [...kinds].map(([kind, all]) => ({
      kind,
      faults: all.length,
      recovery_p50_ms: percentile(all.flatMap(recoveryMs), 0.5),
      recovery_max_ms: percentile(all.flatMap(recoveryMs), 1),
      after_repair_max_ms: percentile(all.flatMap(afterRepairMs), 1),
    })),
    seconds: Math.round(seconds),
  };
}

/** Whether every promise was kept. */
export const isSound = (result: RunResult): boolean =>
  result.verdict.findings.all === 0 && result.audit.passed && result.unexplained.length === 0;

/** From the fault until every auction that it hit had accepted a bid again. */
function recoveryMs({ recovery }: Strike): number[] {
  const { waiting, recoveredAtMs, startedAtMs } = recovery;
  return waiting.size > 0 || recoveredAtMs === undefined ? [] : [recoveredAtMs - startedAtMs];
}

function afterRepairMs({ recovery }: Strike): number[] {
  const { waiting, recoveredAtMs, healedAtMs } = recovery;
  if (waiting.size > 0 || recoveredAtMs === undefined || healedAtMs === undefined) return [];
  return [Math.max(0, recoveredAtMs - healedAtMs)];
}

/** The result for people. */
export function table(report: Report, { verdict, audit, unexplained, ownEnds, longest }: RunResult): string {
  const number = (value: number | null) => (value === null ? '–' : value.toLocaleString('en'));
  const kinds = [...report.by_kind].sort((a, b) => a.kind.localeCompare(b.kind, 'en'));
  const lines = [
    '',
    ['fault', 'times', 'recovery p50 ms', 'longest ms', 'after repair ms'],
    ...kinds.map((row) => [
      row.kind,
      number(row.faults),
      number(row.recovery_p50_ms),
      number(row.recovery_max_ms),
      number(row.after_repair_max_ms),
    ]),
    '',
    ['faults', number(report.faults)],
    ['acknowledged bids', number(report.acknowledged)],
    ...(Object.keys(VIOLATIONS) as ViolationKind[]).map((kind) => [
      kind.replace('_', ' '),
      number(verdict.findings.count(kind)),
    ]),
    ['unexplained answers', number(report.unexplained)],
    ['audit', report.audit],
    ['recovery p50 ms', number(report.recovery_p50_ms)],
    ['recovery p95 ms', number(report.recovery_p95_ms)],
    ['faults not recovered from', number(report.not_recovered)],
    ['auctions silent afterwards', number(report.silent_afterwards)],
    ['longest unavailability ms', number(longest.ms)],
    ['nodes that ended by themselves', number(ownEnds.length)],
    ['auctions, sold', `${number(report.auctions)}, ${number(report.sold)}`],
    ['bids decided, undecided', `${number(report.decided)}, ${number(report.undecided)}`],
    ['views compared', number(report.views_compared)],
    ['seconds', number(report.seconds)],
    '',
  ];
  const broken = verdict.findings.shown.map(({ kind, what }) => `  ${kind}: ${what}`);
  return [
    ...lines.map((line) => (typeof line === 'string' ? line : aligned(line))),
    ...broken,
    ...unexplained.slice(0, SHOWN).map((each) => inspect(each)),
    ...ownEnds.map((end) => `  ${end}`),
    ...(audit.passed ? [] : [audit.text]),
    '',
  ].join('\n');
}

const aligned = ([name = '', ...cells]: readonly string[]) =>
  `  ${name.padEnd(32)}${cells.map((cell) => cell.padStart(17)).join('')}`;
