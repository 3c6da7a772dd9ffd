/** A house without servers: a database with people who have points, and auctions for them to bid in. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { ANY_HIGHER } from '../../auction/increments.ts';
import { points } from '../../auction/points.ts';
import type { Terms } from '../../auction/terms.ts';
import { auctionStore } from '../../persistence/auction-store.ts';
import { type Database, openDatabase } from '../../persistence/database.ts';
import { createAuction, type NewListing } from '../../persistence/listings.ts';
import { createTestDatabase } from './test-database.ts';

/** The two ways to run: what is promised of the store is promised of both. */
export const DATABASE_KINDS = ['embedded', 'postgres'] as const;
export type DatabaseKind = (typeof DATABASE_KINDS)[number];

export async function openTestDatabase(kind: DatabaseKind): Promise<Database> {
  if (kind === 'embedded') return openDatabase({ kind });
  const { url, drop } = await createTestDatabase();
  const database = await openDatabase({ kind, url, poolSize: 5 });
  // The template is old by now: a house that was alive a moment ago, not one that comes back from an outage.
  await sql`update house_pulse set at = clock_timestamp()`.execute(database.db);
  return {
    ...database,
    close: async () => {
      await database.close();
      await drop();
    },
  };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

export async function openStage(kind: DatabaseKind) {
  return stageOn(await openTestDatabase(kind));
}

/** Lists an item that nothing is wrong with. */
export async function listed(db: Database['db'], listing: NewListing) {
  const created = await createAuction(db, listing);
  if (created.kind !== 'created') throw new Error(created.code);
  return created.stored;
}

export function stageOn(database: Database) {
  const { db } = database;
  return {
    database,
    db,
    store: auctionStore(db),
    close: () => database.close(),

    /** Somebody new with so many points, charged as anybody would. */
    async person(available = 0): Promise<string> {
      const id = randomUUID();
      await db
        .insertInto('user')
        .values({
          id,
          name: 'Somebody',
          email: `${id}@example.com`,
          emailVerified: false,
          birthDate: '1990-05-17',
          gender: 'undisclosed',
        })
        .execute();
      if (available > 0) {
        await db.insertInto('transfer').values({ user_id: id, kind: 'charge', points: available }).execute();
        await db.updateTable('wallet').set({ available }).where('user_id', '=', id).execute();
      }
      return id;
    },

    /** An auction that is live now, unless told otherwise. */
    async auction(sellerId: string, changes: Partial<Terms> = {}): Promise<string> {
      const terms = { ...plainTerms(Date.now()), ...changes };
      const { auction } = await listed(db, { sellerId, title: 'A thing', description: '', terms });
      return auction.id;
    },

    async wallet(userId: string): Promise<{ available: number; held: number }> {
      return db
        .selectFrom('wallet')
        .select(['available', 'held'])
        .where('user_id', '=', userId)
        .executeTakeFirstOrThrow();
    },
  };
}

export function plainTerms(nowMs: number): Terms {
  return {
    startPricePoints: points(100),
    reservePoints: null,
    buyNowPoints: null,
    ladder: ANY_HIGHER,
    softClose: null,
    feeBasisPoints: 1_000,
    startsAtMs: nowMs - 60_000,
    plannedEndsAtMs: nowMs + 3_600_000,
  };
}
