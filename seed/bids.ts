import { type Auction, minimumBid } from '../auction/auction.ts';
import { LIMITS as RULES } from '../auction/limits.ts';
import type { Points } from '../auction/points.ts';
import type { WaitingBid } from '../auction/settlement.ts';
import { wholeNumber } from './chance.ts';
import { LIMITS } from './limits.ts';
import type { Person } from './people.ts';
import { type Plan, rounded } from './plans.ts';
import type { Random } from './random.ts';

/** Of an auction with the usual appeal; half of them get none. */
const USUAL_BIDS = 1.45;
const SHARES = { knownBidder: 0.4, maximum: 0.3, opensAtStart: 0.6, tooDear: 0.12, buysNow: 0.3 };

/** When people bid, up to `nowMs`: more of them towards the end. */
export function bidTimes(random: Random, { terms, appeal, cancelledAtMs }: Plan, nowMs: number): number[] {
  const { startsAtMs, plannedEndsAtMs } = terms;
  const untilMs = Math.min(plannedEndsAtMs, cancelledAtMs ?? plannedEndsAtMs, nowMs) - 1;
  const durationMs = plannedEndsAtMs - startsAtMs;
  if (untilMs <= startsAtMs) return [];
  const wanted = Math.min(LIMITS.bidsPerAuction, Math.floor(appeal * USUAL_BIDS * (0.5 + random())));
  const times: number[] = [];
  for (let count = 0; count < wanted; count += 1) {
    const late = random() < 0.25 ? 1 - 0.002 * random() : random() ** 0.7;
    const atMs = startsAtMs + Math.floor(durationMs * late);
    // What would come after "now" has not happened yet.
    if (atMs <= untilMs) times.push(atMs);
  }
  return times;
}

type Scene = {
  readonly auction: Auction;
  readonly plan: Plan;
  readonly atMs: number;
  readonly bidId: string;
  /** Everybody who bid here before. */
  readonly crowd: Person[];
  readonly newcomer: () => Person;
};

/** What somebody would bid now, seeing what there is to see. Whether it is accepted is for the rules to say. */
export function nextBid(random: Random, { auction, plan, atMs, bidId, crowd, newcomer }: Scene): WaitingBid {
  const bidder = bidderOf(random, auction, crowd, newcomer);
  const order = (bidKind: WaitingBid['bidKind'], points: Points): WaitingBid => ({
    kind: 'bid',
    bidderId: bidder.id,
    bidId,
    bidKind,
    points: points > RULES.bidPoints ? RULES.bidPoints : points,
    atMs,
  });
  const { buyNowPoints } = auction.terms;
  if (buyNowPoints !== null && auction.leader === null && random() < SHARES.buysNow)
    return order('buy_now', buyNowPoints);

  const minimum = minimumBid(auction);
  const limit = rounded(plan.worthPoints * (0.4 + 0.8 * random()));
  if (limit < minimum) {
    // Some did not look, some cannot let go.
    return random() < SHARES.tooDear ? order('plain', limit) : order('plain', minimum);
  }
  if (random() < SHARES.maximum) return order('maximum', limit);
  if (auction.leader === null && random() < SHARES.opensAtStart) return order('plain', minimum);
  const jump = rounded(minimum * (1 + 0.08 * random()));
  return order('plain', jump < minimum ? minimum : jump);
}

function bidderOf(random: Random, { leader }: Auction, crowd: Person[], newcomer: () => Person): Person {
  if (crowd.length > 0 && random() < SHARES.knownBidder) {
    const known = crowd[wholeNumber(random, 0, crowd.length - 1)];
    if (known !== undefined && known.id !== leader?.userId) return known;
  }
  const bidder = newcomer();
  if (!crowd.includes(bidder)) crowd.push(bidder);
  return bidder;
}
