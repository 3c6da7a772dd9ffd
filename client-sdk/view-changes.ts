import type { AuctionView, Outbid, Standing } from '../auction/protocol.ts';

/** The price, the number of bids or the leader changed. */
export type PriceChange = Pick<AuctionView, 'pricePoints' | 'minimumPoints' | 'leaderAlias' | 'bidCount'>;

/** Soft close moved the end; `byMs` is how far. */
export type Extension = { readonly endsAtMs: number; readonly byMs: number };

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

export function closing(before: AuctionView, after: AuctionView, standing: Standing): Closing | null {
  if (isOver(before) || !isOver(after)) return null;
  // By alias, not by `standing.leading`: the patch that closes may overtake the last word about our standing.
  const won = after.ending === 'sold' && leads(after, standing);
  return { ending: after.ending, pricePoints: after.pricePoints, won };
}

/** Whoever led before the connection broke and does not any more was outbid while away, and is to be told so. */
export function missedOutbid(before: Standing, after: Standing, view: AuctionView): Outbid | null {
  const sameAccount = before.alias !== null && before.alias === after.alias;
  if (!sameAccount || !before.leading || after.leading) return null;
  if (view.leaderAlias === null || leads(view, after)) return null;
  const { pricePoints, minimumPoints } = view;
  return { pricePoints, minimumPoints, releasedPoints: before.maximumPoints ?? 0 };
}

const leads = (view: AuctionView, standing: Standing): boolean =>
  standing.alias !== null && view.leaderAlias === standing.alias;
