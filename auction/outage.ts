import type { Auction } from './auction.ts';

/** A time in which no process of the house could write anything: nobody could bid anywhere. */
export type Outage = { readonly fromMs: number; readonly untilMs: number };

/** Who comes back from an outage needs so long to notice that bidding goes on. */
const LEAST_MS = 60_000;

/**
 * When an auction ends whose end fell into an outage: as long after it as there was left when it began, and at least a minute.
 * Undefined when the end fell elsewhere.
 */
export function endAfter({ fromMs, untilMs }: Outage, { endsAtMs }: Auction): number | undefined {
  if (endsAtMs <= fromMs || endsAtMs > untilMs) return undefined;
  return untilMs + Math.max(endsAtMs - fromMs, LEAST_MS);
}
