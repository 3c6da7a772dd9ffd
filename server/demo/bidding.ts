import { randomUUID } from 'node:crypto';
import { type Auction, minimumBid, phaseAt } from '../../auction/auction.ts';
import type { BidMessage } from '../../auction/protocol.ts';
import { DEMO_ITEMS } from './items.ts';

/** A number from 0 up to 1; the demo's is `Math.random`, a test's is not. */
export type Chance = () => number;

/** What a house bidder would do in an auction now; undefined when it is too dear, or not the time. */
export function houseBid(
  auction: Auction,
  title: string,
  nowMs: number,
  chance: Chance,
): BidMessage | undefined {
  const item = DEMO_ITEMS.find((each) => each.title === title);
  if (item === undefined || phaseAt(auction, nowMs) !== 'live') return undefined;
  const minimum = minimumBid(auction);
  // Everybody values a thing a little differently each time they look at it.
  const limit = Math.round(item.worth * (0.5 + chance() * 0.7));
  if (minimum > limit) return undefined;
  const bidId = randomUUID();
  // Early on people poke; some name their limit and go away.
  if (chance() < 0.3) return { bidId, kind: 'maximum', points: limit };
  const jump = Math.round((limit - minimum) * 0.15 * chance());
  return { bidId, kind: 'plain', points: minimum + jump };
}
