import type { AuctionClosed, BidTaken } from '../../../auction/feed.ts';

/** Events as settlements write them, about whatever a test is about. */
export const bidTaken = (about: Pick<BidTaken, 'auctionId' | 'bidderId'> & Partial<BidTaken>): BidTaken => ({
  kind: 'bid',
  at: new Date().toISOString(),
  seq: 1,
  bidKind: 'plain',
  leaderId: about.bidderId,
  outbidId: null,
  releasedPoints: 0,
  pricePoints: 100,
  priceChanged: true,
  bidCount: 1,
  endsAt: new Date().toISOString(),
  ...about,
});

export const closed = (
  about: Pick<AuctionClosed, 'auctionId' | 'sellerId' | 'ending'> & Partial<AuctionClosed>,
): AuctionClosed => ({
  kind: 'closed',
  at: new Date().toISOString(),
  seq: 2,
  unsoldReason: null,
  winnerId: null,
  pricePoints: 100,
  bidCount: 1,
  releasedTo: null,
  releasedPoints: 0,
  payoutPoints: 0,
  feePoints: 0,
  ...about,
});
