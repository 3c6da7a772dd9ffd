import type { Auction } from './auction.ts';

/** Something that is stored otherwise than the rules decide it; `seq` is null for the auction's own state. */
export type Difference = {
  readonly seq: number | null;
  readonly field: string;
  readonly stored: unknown;
  readonly redecided: unknown;
};

/** An auction's state field by field, under names that mean something in a report. */
export function standingOf({ endsAtMs, pricePoints, leader, acceptedBids, ending }: Auction) {
  return {
    endsAtMs,
    pricePoints,
    leader: leader?.userId ?? null,
    maximumPoints: leader?.maximumPoints ?? null,
    leadingSinceMs: leader?.sinceMs ?? null,
    acceptedBids,
    ending: ending?.kind ?? null,
    unsoldReason: ending?.kind === 'unsold' ? ending.reason : null,
    winner: ending?.kind === 'sold' ? ending.winnerId : null,
    closedAtMs: ending?.atMs ?? null,
  };
}

/** The fields that are not equal, as a list. */
export function differing<T extends object>(
  seq: number | null,
  stored: T,
  redecided: { [K in keyof T]: unknown },
): Difference[] {
  return (Object.keys(stored) as (keyof T & string)[])
    .filter((field) => stored[field] !== redecided[field])
    .map((field) => ({ seq, field, stored: stored[field], redecided: redecided[field] }));
}
