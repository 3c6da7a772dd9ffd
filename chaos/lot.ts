import type { AuctionBody, ListingRequest } from '../client-sdk/index.ts';
import type { Random } from './random.ts';

/** An auction on the floor, as those who bid in it need to know it. */
export type Lot = {
  readonly auctionId: string;
  readonly startsAtMs: number;
  /** Later than any soft close can move the end. */
  readonly latestEndMs: number;
  readonly buyNowPoints: number | null;
};

type Range = readonly [least: number, most: number];

/** How long before its start a lot is listed, so that some sit there already; and how long it lasts. */
export type LotTimes = { readonly startsInMs: Range; readonly lastsMs: Range };

const SOFT_CLOSE = { windowSeconds: 2, extendBySeconds: 2, capSeconds: 4 };
const START_PRICE = 100;
const OUT_OF_REACH = 900_000_000;

/** All that a seller can ask for, mixed. */
export function listing(random: Random, { startsInMs, lastsMs }: LotTimes): ListingRequest {
  const startsAtMs = Date.now() + random.between(...startsInMs);
  const endsAtMs = startsAtMs + random.between(...lastsMs);
  const hasBuyNow = random.happens(0.1);
  const reserves: [number | null, ...(number | null)[]] = [null, null, null, START_PRICE + 50];
  return {
    title: `Lot of ${new Date(endsAtMs).toISOString()}`,
    description: '',
    startPricePoints: START_PRICE,
    reservePoints: random.pick(hasBuyNow ? reserves : [...reserves, OUT_OF_REACH]),
    buyNowPoints: hasBuyNow ? 5_000 : null,
    ladder: random.pick(['any_higher', 'any_higher', 'ebay', [{ belowPoints: null, stepPoints: 7 }]]),
    softClose: random.happens(0.5) ? SOFT_CLOSE : null,
    startsAt: new Date(startsAtMs).toISOString(),
    endsAt: new Date(endsAtMs).toISOString(),
  };
}

export function lotOf({ id, startsAt, endsAt, softClose, buyNowPoints }: AuctionBody): Lot {
  return {
    auctionId: id,
    startsAtMs: Date.parse(startsAt),
    latestEndMs: Date.parse(endsAt) + (softClose?.capSeconds ?? 0) * 1_000,
    buyNowPoints,
  };
}
