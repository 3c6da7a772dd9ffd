import type { AcceptedBid, AuctionView, Standing } from '../auction/protocol.ts';

/** What is known of an auction: what everybody sees, and where this account stands. */
export type Arrival = { readonly view: AuctionView; readonly standing: Standing };

/** The price, the number of bids or the leader changed. */
export type PriceChange = Pick<AuctionView, 'pricePoints' | 'minimumPoints' | 'leaderAlias' | 'bidCount'>;

/** Soft close moved the end; `byMs` is how far. */
export type Extension = { readonly endsAtMs: number; readonly byMs: number };

/** Somebody else leads now and one's held points are free again. */
export type Outbid = {
  readonly leaderAlias: string;
  readonly pricePoints: number;
  readonly minimumPoints: number;
};

/** It is over. `won` says whether this account gets the lot. */
export type Closing = {
  readonly ending: AuctionView['ending'];
  readonly pricePoints: number;
  readonly won: boolean;
};

export function priceChange(before: AuctionView, after: AuctionView): PriceChange | null {
  const same =
    before.pricePoints === after.pricePoints &&
    before.bidCount === after.bidCount &&
    before.leaderAlias === after.leaderAlias;
  if (same) return null;
  const { pricePoints, minimumPoints, leaderAlias, bidCount } = after;
  return { pricePoints, minimumPoints, leaderAlias, bidCount };
}

export function extension(before: AuctionView, after: AuctionView): Extension | null {
  if (after.endsAtMs <= before.endsAtMs) return null;
  return { endsAtMs: after.endsAtMs, byMs: after.endsAtMs - before.endsAtMs };
}

export const isOver = (view: AuctionView): boolean => view.phase === 'closed' || view.phase === 'cancelled';

export function closing(before: AuctionView, after: Arrival): Closing | null {
  const { view } = after;
  if (isOver(before) || !isOver(view)) return null;
  // By alias, not by `standing.leading`: nobody leads an auction that is over, and messages may overtake the patch.
  return { ending: view.ending, pricePoints: view.pricePoints, won: view.ending === 'sold' && leads(after) };
}

/**
 * Somebody else leads where this account led. Told by the view alone, which is whole in every patch: the first view after a
 * reconnect therefore also tells of being outbid while away.
 */
export function outbid(before: Arrival, after: Arrival): Outbid | null {
  const sameAccount = before.standing.alias === after.standing.alias;
  return sameAccount && leads(before) && othersLead(after) ? outbidNow(after.view) : null;
}

/**
 * What became of a bid that took the lead: `shown` by a view, from where on views tell the rest; `lost` before any view showed it; or
 * `unknown`, as long as the views are older than the bid.
 */
export function fateOf(lead: AcceptedBid, now: Arrival): 'shown' | 'unknown' | { readonly lost: Outbid } {
  if (isOver(now.view) || leads(now)) return 'shown';
  // Whoever takes the lead raises the price, so a view at a lower one was before.
  const isOlder = now.view.pricePoints < lead.pricePoints;
  return isOlder || !othersLead(now) ? 'unknown' : { lost: outbidNow(now.view) };
}

const outbidNow = ({ leaderAlias, pricePoints, minimumPoints }: AuctionView): Outbid => ({
  leaderAlias: leaderAlias ?? '',
  pricePoints,
  minimumPoints,
});

const leads = ({ view, standing }: Arrival): boolean =>
  standing.alias !== null && view.leaderAlias === standing.alias;

const othersLead = ({ view, standing }: Arrival): boolean =>
  view.leaderAlias !== null && view.leaderAlias !== standing.alias;
