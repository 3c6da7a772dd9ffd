import { type Kysely, sql } from 'kysely';
import type { Auction, AuctionId, UserId } from '../auction/auction.ts';
import type { Category } from '../auction/categories.ts';
import type { Decision } from '../auction/decision.ts';
import { evolve } from '../auction/evolve.ts';
import type { ItemListed } from '../auction/feed.ts';
import type { RefusalCode } from '../auction/refusals.ts';
import type { Terms, TermsProblem } from '../auction/terms.ts';
import { auctionFromRow } from './auction-rows.ts';
import { writeCard } from './catalogue/writing.ts';
import { tell } from './feed/outbox.ts';
import { areOwnImages, showImages } from './images/shown.ts';
import type { DB } from './schema.ts';
import { auctionById, type StoredAuction } from './stored-auctions.ts';

type Item = { readonly title: string; readonly description: string; readonly category: Category };

export type NewListing = Omit<Item, 'category'> & {
  readonly category?: Category;
  readonly sellerId: UserId;
  readonly terms: Terms;
  /** The seller's own uploads. */
  readonly imageIds?: readonly string[];
};

export type Created =
  | { readonly kind: 'created'; readonly stored: StoredAuction }
  | { readonly kind: 'refused'; readonly code: 'no_such_image' };

/** Lists an item. Whether its terms are sound is checked before; what cannot be stored at all is an exception. */
export function createAuction(db: Kysely<DB>, listing: NewListing): Promise<Created> {
  const { sellerId, title, description, category = 'other', terms, imageIds = [] } = listing;
  return db.transaction().execute(async (transaction): Promise<Created> => {
    if (!(await areOwnImages(transaction, sellerId, imageIds)))
      return { kind: 'refused', code: 'no_such_image' };
    const { id } = await transaction
      .insertInto('auction')
      .values({ seller_id: sellerId, title, description, category, ...columnsOf(terms) })
      .returning('id')
      .executeTakeFirstOrThrow();
    await showImages(transaction, id, imageIds);
    const stored = await filed(transaction, id);
    await tell(transaction, { kind: 'listed', ...offerOf(stored, stored.listedAt) });
    return { kind: 'created', stored };
  });
}

/** Gives an item that shows nothing its pictures, its seller's own, also after it has started: they are no part of its terms. */
export function illustrate(
  db: Kysely<DB>,
  auctionId: AuctionId,
  imageIds: readonly string[],
): Promise<'shown' | 'not_shown'> {
  return db.transaction().execute(async (transaction) => {
    await transaction.selectFrom('auction').select('id').where('id', '=', auctionId).forUpdate().execute();
    const stored = await auctionById(transaction, auctionId);
    if (stored === undefined || stored.images.length > 0) return 'not_shown';
    if (!(await areOwnImages(transaction, stored.auction.sellerId, imageIds))) return 'not_shown';
    await showImages(transaction, auctionId, imageIds);
    await filed(transaction, auctionId);
    return 'shown';
  });
}

/** As it is stored now, and so in the catalogue. */
async function filed(db: Kysely<DB>, auctionId: AuctionId): Promise<StoredAuction> {
  const stored = await auctionById(db, auctionId);
  if (stored === undefined) throw new Error(`auction ${auctionId} is gone from under its lock`);
  await writeCard(db, stored);
  return stored;
}

export type Change = {
  readonly decision: Decision;
  /** What is wrong with the new terms: then nothing is changed. */
  readonly problems?: readonly TermsProblem[];
  readonly item?: Partial<Item>;
  /** Replaces all pictures. */
  readonly imageIds?: readonly string[];
};

export type ChangeResult =
  | { readonly kind: 'changed'; readonly stored: StoredAuction }
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'unsound'; readonly problems: readonly TermsProblem[] }
  | { readonly kind: 'refused'; readonly code: RefusalCode | 'no_such_image' };

/**
 * Edits or withdraws an item: locks it, lets `decide` judge it as it stands, applies what was decided. The epoch moves on, so that
 * a room which loaded the old terms cannot settle another bid by them.
 */
export function changeAuction(
  db: Kysely<DB>,
  auctionId: AuctionId,
  decide: (auction: Auction) => Change,
): Promise<ChangeResult> {
  return db.transaction().execute(async (transaction): Promise<ChangeResult> => {
    const row = await transaction
      .selectFrom('auction')
      .selectAll()
      .where('id', '=', auctionId)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return { kind: 'refused', code: 'no_such_auction' };

    const auction = auctionFromRow(row);
    const { decision, problems = [], item, imageIds } = decide(auction);
    if (decision.kind === 'refused') return decision;
    if (problems.length > 0) return { kind: 'unsound', problems };
    if (decision.events.some((event) => event.kind === 'withdrawn')) {
      // Attempts that came too early are logged, and must not outlive what they were for.
      await transaction.deleteFrom('bid').where('auction_id', '=', auctionId).execute();
      await transaction.deleteFrom('auction').where('id', '=', auctionId).execute();
      const at = (await timeOf(transaction)).toISOString();
      await tell(transaction, { kind: 'withdrawn', auctionId, at, sellerId: auction.sellerId });
      return { kind: 'withdrawn' };
    }
    if (imageIds !== undefined) {
      if (!(await areOwnImages(transaction, auction.sellerId, imageIds)))
        return { kind: 'refused', code: 'no_such_image' };
      await transaction.deleteFrom('auction_image').where('auction_id', '=', auctionId).execute();
      await showImages(transaction, auctionId, imageIds);
    }
    await transaction
      .updateTable('auction')
      .set({ ...columnsOf(decision.events.reduce(evolve, auction).terms), ...item })
      .set((column) => ({ epoch: column('epoch', '+', 1) }))
      .where('id', '=', auctionId)
      .execute();
    const stored = await filed(transaction, auctionId);
    await tell(transaction, { kind: 'changed', ...offerOf(stored, await timeOf(transaction)) });
    return { kind: 'changed', stored };
  });
}

function offerOf({ auction, title }: StoredAuction, at: Date): Omit<ItemListed, 'kind'> {
  const { id, sellerId, terms } = auction;
  return {
    auctionId: id,
    at: at.toISOString(),
    sellerId,
    title,
    startPricePoints: terms.startPricePoints,
    startsAt: new Date(terms.startsAtMs).toISOString(),
    endsAt: new Date(terms.plannedEndsAtMs).toISOString(),
  };
}

/** The transaction's own time. */
async function timeOf(db: Kysely<DB>): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(db);
  return (rows[0] as { now: Date }).now;
}

/** The columns of an auction nobody has bid on. JSON goes as text, because drivers turn an array into an SQL array. */
function columnsOf(terms: Terms) {
  return {
    start_price: terms.startPricePoints,
    price: terms.startPricePoints,
    reserve_price: terms.reservePoints,
    buy_now_price: terms.buyNowPoints,
    ladder: JSON.stringify(terms.ladder),
    soft_close: terms.softClose === null ? null : JSON.stringify(terms.softClose),
    fee_basis_points: terms.feeBasisPoints,
    starts_at: new Date(terms.startsAtMs),
    planned_ends_at: new Date(terms.plannedEndsAtMs),
    ends_at: new Date(terms.plannedEndsAtMs),
  };
}
