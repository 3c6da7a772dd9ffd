import type { Static } from 'typebox';
import type { SoftCloseBody } from '../../auction/api.ts';
import { minimumBid, phaseAt, reserveStanding, type UserId } from '../../auction/auction.ts';
import type { SoftClose } from '../../auction/terms.ts';
import { imagePaths } from '../../persistence/images/paths.ts';
import type { StoredAuction } from '../../persistence/stored-auctions.ts';
import type { AuctionShape } from '../shapes/auction-shapes.ts';

/** An auction as `viewerId` may see it at `nowMs`: the reserve itself is the seller's secret. */
export function auctionBody(
  stored: StoredAuction,
  nowMs: number,
  viewerId: UserId | undefined,
): Static<typeof AuctionShape> {
  const { auction, title, description, listedAt, category, sellerName } = stored;
  const { terms } = auction;
  return {
    id: auction.id,
    title,
    description,
    category,
    images: stored.images.map((image) => ({ ...image, ...imagePaths(image.id) })),
    sellerId: auction.sellerId,
    sellerName,
    phase: phaseAt(auction, nowMs),
    startPricePoints: terms.startPricePoints,
    pricePoints: auction.pricePoints,
    minimumPoints: minimumBid(auction),
    bidCount: auction.acceptedBids,
    likeCount: stored.likes,
    watcherCount: stored.watchers,
    reserve: reserveStanding(auction),
    ...(viewerId === auction.sellerId ? { reservePoints: terms.reservePoints } : {}),
    buyNowPoints: auction.leader === null ? terms.buyNowPoints : null,
    softClose: terms.softClose === null ? null : softCloseBody(terms.softClose),
    ladder: [...terms.ladder],
    startsAt: new Date(terms.startsAtMs).toISOString(),
    endsAt: new Date(auction.endsAtMs).toISOString(),
    ending: auction.ending?.kind ?? null,
    listedAt: listedAt.toISOString(),
  };
}

const softCloseBody = ({ windowMs, extendByMs, capMs }: SoftClose): SoftCloseBody => ({
  windowSeconds: windowMs / 1_000,
  extendBySeconds: extendByMs / 1_000,
  capSeconds: capMs / 1_000,
});
