import type { AuctionId, UserId } from '../../auction/auction.ts';
import type { Ladder } from '../../auction/increments.ts';
import type { OwnedState } from '../../auction/records.ts';
import { folded, gramsOf } from '../catalogue/folding.ts';
import { cardHead } from '../catalogue/writing.ts';
import type { StoredAuction } from '../stored-auctions.ts';
import { copyArray, copyLine, copyText, copyTime } from './copy-text.ts';

/** An auction as it is stored: what the house knows, its place in its log, and the microsecond it was listed in. */
export type SeededAuction = {
  readonly stored: StoredAuction;
  readonly position: Omit<OwnedState, 'auction'>;
  readonly listedMicros: number;
};

export function auctionLine({ stored, position, listedMicros }: SeededAuction): string {
  const { id, sellerId, terms, endsAtMs, pricePoints, leader, acceptedBids, ending } = stored.auction;
  return copyLine([
    id,
    sellerId,
    copyText(stored.title),
    copyText(stored.description),
    stored.category,
    `${copyTime(Math.floor(listedMicros / 1_000)).slice(0, -1)}${String(listedMicros % 1_000).padStart(3, '0')}Z`,
    terms.startPricePoints,
    terms.reservePoints,
    terms.buyNowPoints,
    ladderText(terms.ladder),
    terms.softClose === null ? null : JSON.stringify(terms.softClose),
    terms.feeBasisPoints,
    copyTime(terms.startsAtMs),
    copyTime(terms.plannedEndsAtMs),
    position.epoch,
    position.seq,
    copyTime(endsAtMs),
    pricePoints,
    leader?.userId ?? null,
    leader?.maximumPoints ?? null,
    leader === null ? null : copyTime(leader.sinceMs),
    acceptedBids,
    ending?.kind ?? null,
    ending?.kind === 'unsold' ? ending.reason : null,
    ending?.kind === 'sold' ? ending.winnerId : null,
    ending === null ? null : copyTime(ending.atMs),
    position.closedSeq,
  ]);
}

/** What `writeCard` and the rooms' news would have made of it. */
export function catalogueLines({ stored, position, listedMicros }: SeededAuction) {
  const { auction, likes, category, title } = stored;
  const words = folded(title);
  const text = copyText(words);
  return {
    catalogue: copyLine([
      auction.id,
      auction.sellerId,
      category,
      listedMicros,
      auction.terms.startsAtMs,
      auction.endsAtMs,
      copyTime(auction.endsAtMs),
      auction.ending?.kind ?? null,
      auction.pricePoints,
      auction.acceptedBids,
      likes,
      position.seq,
      text,
      copyText(cardHead(stored)),
    ]),
    words: copyLine([auction.id, listedMicros, text, copyText(copyArray(gramsOf(words)))]),
  };
}

export const auctionImageLine = (auctionId: AuctionId, position: number, imageId: string): string =>
  copyLine([auctionId, position, imageId]);

export const likeLine = (auctionId: AuctionId, userId: UserId, atMs: number): string =>
  copyLine([auctionId, userId, copyTime(atMs)]);

/** There are a few ladders and many auctions. */
const ladders = new WeakMap<Ladder, string>();

function ladderText(ladder: Ladder): string {
  const known = ladders.get(ladder);
  if (known !== undefined) return known;
  const text = JSON.stringify(ladder);
  ladders.set(ladder, text);
  return text;
}
