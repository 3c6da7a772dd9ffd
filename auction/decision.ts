import type { AuctionEvent } from './events.ts';
import type { RefusalCode } from './refusals.ts';

/** What the rules answer: events to apply (none when there was nothing left to do), or a named refusal. */
export type Decision =
  | { readonly kind: 'accepted'; readonly events: readonly AuctionEvent[] }
  | { readonly kind: 'refused'; readonly code: RefusalCode };

export const accepted = (...events: AuctionEvent[]): Decision => ({ kind: 'accepted', events });

export const refused = (code: RefusalCode): Decision => ({ kind: 'refused', code });
