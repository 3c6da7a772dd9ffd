import type { AuctionId, UserId } from '../../auction/auction.ts';
import type { Overlay } from '../catalogue/overlay.ts';

/** What somebody wants: to like an auction, or not to (any more). The same again changes nothing. */
export type WantedLike = {
  readonly auctionId: AuctionId;
  readonly userId: UserId;
  readonly liked: boolean;
  readonly atMs: number;
};

export type LikeResult =
  | { readonly kind: 'noted'; readonly likes: number }
  | { readonly kind: 'refused'; readonly code: 'no_such_auction' | 'busy' };

/** What the database does not know yet; undefined: it knows. */
export type Unwritten = { readonly likes: number | undefined; readonly liked: boolean | undefined };

/** How likes are kept: `direct-likes.ts` without Redis, `buffered-likes.ts` with it. */
export interface Likes {
  want(like: WantedLike): Promise<LikeResult>;
  /** To be asked before the database is: what is written in between is then seen there. */
  unwritten(auctionId: AuctionId, userId: UserId | undefined): Promise<Unwritten>;
  /** Writes what this person has waiting, where that can be done. */
  settle(userId: UserId): Promise<void>;
  /** Only where cards from the database may be behind. */
  readonly overlay: Overlay | undefined;
  /** Writes what waits, and takes nothing more. */
  stop(): Promise<void>;
}
