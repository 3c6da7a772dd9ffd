import type { Auction } from './auction.ts';
import type { Edit, Withdraw } from './commands.ts';
import { accepted, type Decision, refused } from './decision.ts';

/** Only the seller, and only before the start; whether the new terms are sound is checked where they are parsed. */
export function edit(auction: Auction, { byUserId, terms }: Edit): Decision {
  if (byUserId !== auction.sellerId) return refused('not_seller');
  return accepted({ kind: 'edited', terms });
}

export function withdraw(auction: Auction, { byUserId }: Withdraw): Decision {
  if (byUserId !== auction.sellerId) return refused('not_seller');
  return accepted({ kind: 'withdrawn' });
}
