import { writeFile } from 'node:fs/promises';
import type { Settings } from './arguments.ts';
import { type Comparison, compared } from './comparison.ts';
import { journalCsv } from './journal.ts';
import { Progress } from './progress.ts';
import type { RecordedAuction } from './recording.ts';
import { replay } from './replay.ts';
import { differingTable, refusalsLine, summaryTable } from './report.ts';
import type { Reserves } from './reserves.ts';
import { resultsCsv } from './results.ts';
import { differences } from './verification.ts';

export type RoundPlan = {
  readonly url: string;
  readonly auctions: readonly RecordedAuction[];
  readonly reserves: Reserves;
  readonly run: string;
  readonly results: string | undefined;
  readonly journal: string | undefined;
};

export type Round = {
  readonly comparisons: readonly Comparison[];
  /** False when the house has stored something else than it told us. */
  readonly sound: boolean;
};

/** Replays some auctions once, and tells and writes down what became of them. */
export async function playRound(
  plan: RoundPlan,
  settings: Settings,
  out: NodeJS.WriteStream,
): Promise<Round> {
  const { url, auctions, reserves, run } = plan;
  const say = (text: string) => out.write(`${text}\n`);
  const bids = auctions.reduce((sum, auction) => sum + auction.bids.length, 0);
  say(`\nAuctions: ${auctions.length}, bids: ${bids}, ${settings.speed} times faster, at ${url} as "${run}"`);
  say(`Each stays open ${settings.graceMs / 1_000} s longer than its recording.\n`);

  const progress = new Progress({ auctions: auctions.length, bids }, out);
  const { graceMs, password, patienceMs, speed } = settings;
  const { accounts, journal, results } = await replay(auctions, {
    ...{ url, run, reserves, speed, graceMs, password, patienceMs },
    watcher: progress.watcher,
  }).finally(() => progress.stop());

  const comparisons = compared(auctions, results, reserves);
  for (const text of [summaryTable(comparisons), refusalsLine(journal)]) if (text !== '') say(`\n${text}`);
  const tooLate = journal.filter(({ outcome }) => outcome === 'ended').length;
  if (tooLate > 0) say(`${tooLate} bids came too late: the server was held up. Give --grace more seconds.`);
  const differing = differingTable(comparisons);
  if (differing !== '') say(`\nOtherwise than it really was (cents):\n${differing}`);

  if (plan.results !== undefined) await writeFile(plan.results, resultsCsv(results));
  if (plan.journal !== undefined) await writeFile(plan.journal, journalCsv(journal));
  if (!settings.verify) return { comparisons, sound: true };

  const problems = await differences(journal, accounts, patienceMs);
  say(
    problems.length === 0
      ? `\nVerified: all ${journal.length} acknowledged bids are stored once, with the outcome that was told.`
      : `\nNot as acknowledged:\n  ${problems.join('\n  ')}`,
  );
  return { comparisons, sound: problems.length === 0 };
}
