import { setTimeout as pause } from 'node:timers/promises';
import type { Report } from './bidders-messages.ts';
import { type Bidding, startBidding } from './bidding.ts';
import { hammer, type Target } from './hammer.ts';
import { Responses } from './responses.ts';

const ROUNDS = 2;

/** A room that has just opened, and a server that has just begun, are slower. */
const WARM_UP_MS = 2_000;

export type HammeredBidding = {
  readonly alone: Report;
  readonly hammered: Report;
  /** What the hundred got meanwhile. */
  readonly mix: Responses;
};

/** How long bids wait for their acknowledgement while nothing else is asked, and while a hundred people ask for the mix; in turns. */
export async function hammeredBidding(url: string, mix: Target, seconds: number): Promise<HammeredBidding> {
  const bidding = await startBidding(url);
  const alone: Report[] = [];
  const hammered: Report[] = [];
  const responses = new Responses();
  const measuredMs = (seconds * 1_000) / ROUNDS;
  try {
    await pause(WARM_UP_MS);
    for (let round = 0; round < ROUNDS; round++) {
      alone.push(await measured(bidding, () => pause(measuredMs)));
      hammered.push(
        await measured(bidding, () => hammer(mix, { warmUpMs: 0, measuredMs, leastResponses: 1 }, responses)),
      );
      await pause(WARM_UP_MS / 4);
    }
  } finally {
    await bidding.stop();
  }
  return { alone: together(alone), hammered: together(hammered), mix: responses };
}

async function measured(bidding: Bidding, meanwhile: () => Promise<unknown>): Promise<Report> {
  await bidding.measure();
  await meanwhile();
  return bidding.report();
}

const together = (reports: readonly Report[]): Report => ({
  latenciesMs: reports.flatMap(({ latenciesMs }) => latenciesMs),
  refused: reports.reduce((sum, { refused }) => sum + refused, 0),
  seconds: reports.reduce((sum, { seconds }) => sum + seconds, 0),
});
