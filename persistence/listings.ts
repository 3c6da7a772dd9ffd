import type { Kysely } from 'kysely';
import type { Auction, AuctionId, UserId } from '../auction/auction.ts';
import type { Decision } from '../auction/decision.ts';
import { evolve } from '../auction/evolve.ts';
import type { RefusalCode } from '../auction/refusals.ts';
import type { Terms, TermsProblem } from '../auction/terms.ts';
import { auctionFromRow } from './auction-rows.ts';
import { type StoredAuction, storedAuction } from './catalogue.ts';
import type { DB } from './schema.ts';

type Words = { readonly title: string; readonly description: string };

export type NewListing = Words & { readonly sellerId: UserId; readonly terms: Terms };

/** Lists an item. Whether its terms are sound is checked before; what cannot be stored at all is an exception. */
export async function createAuction(db: Kysely<DB>, listing: NewListing): Promise<StoredAuction> {
  const row = await db
    .insertInto('auction')
    .values({
      seller_id: listing.sellerId,
      title: listing.title,
      description: listing.description,
      ...columnsOf(listing.terms),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return storedAuction(row);
}

export type Change = {
  readonly decision: Decision;
  /** What is wrong with the new terms: then nothing is changed. */
  readonly problems?: readonly TermsProblem[];
  readonly words?: Partial<Words>;
};

export type ChangeResult =
  | { readonly kind: 'changed'; readonly stored: StoredAuction }
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'unsound'; readonly problems: readonly TermsProblem[] }
  | { readonly kind: 'refused'; readonly code: RefusalCode };

/**
 * Edits or withdraws an item: locks it, lets `decide` judge it as it stands, applies what was decided. The epoch moves on, so that
 * a room which loaded the old terms cannot settle another bid by them.
 */
export function changeAuction(
  db: Kysely<DB>,
  auctionId: AuctionId,
  decide: (auction: Auction) => Change,
): Promise<ChangeResult> {
  return db.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('auction')
      .selectAll()
      .where('id', '=', auctionId)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return { kind: 'refused', code: 'no_such_auction' };

    const auction = auctionFromRow(row);
    const { decision, problems = [], words } = decide(auction);
    if (decision.kind === 'refused') return decision;
    if (problems.length > 0) return { kind: 'unsound', problems };
    if (decision.events.some((event) => event.kind === 'withdrawn')) {
      // Attempts that came too early are logged, and must not outlive what they were for.
      await transaction.deleteFrom('bid').where('auction_id', '=', auctionId).execute();
      await transaction.deleteFrom('auction').where('id', '=', auctionId).execute();
      return { kind: 'withdrawn' };
    }
    const changed = await transaction
      .updateTable('auction')
      .set({ ...columnsOf(decision.events.reduce(evolve, auction).terms), ...words })
      .set((column) => ({ epoch: column('epoch', '+', 1) }))
      .where('id', '=', auctionId)
      .returningAll()
      .executeTakeFirstOrThrow();
    return { kind: 'changed', stored: storedAuction(changed) };
  });
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
