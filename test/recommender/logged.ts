/** What the house writes, as the recommender finds it: put straight into its tables, and told to the feed where the house tells it. */
import { randomUUID } from 'node:crypto';
import type { Gender } from '../../auction/api.ts';
import type { Database } from '../../persistence/database.ts';
import { numberWaiting } from '../../persistence/feed/numbering.ts';
import { tell } from '../../persistence/feed/outbox.ts';
import type { Stage } from '../support/stage.ts';

type Db = Database['db'];

export const DAY_MS = 86_400_000;
const NO_CHANNELS = { email: false, push: false };

let logged = 0;

type Attempt = {
  readonly auctionId: string;
  readonly bidderId: string;
  readonly outcome?: string;
  readonly at?: Date;
  readonly age?: number;
  readonly gender?: Gender;
};

export async function bidLogged(db: Db, attempt: Attempt): Promise<void> {
  const { auctionId, bidderId, outcome = 'accepted', at = new Date(), age = 30, gender = 'female' } = attempt;
  logged += 1;
  await db
    .insertInto('bid')
    .values({
      ...{ auction_id: auctionId, bidder_id: bidderId, outcome, at, bidder_age: age, bidder_gender: gender },
      ...{
        seq: logged,
        epoch: 1,
        bid_id: randomUUID(),
        kind: 'plain',
        points: 100,
        price: 100,
        minimum: 100,
      },
      ...{ took_lead: outcome === 'accepted', available: 1_000 },
    })
    .execute();
}

export async function liked(db: Db, auctionId: string, userId: string): Promise<void> {
  await db.insertInto('auction_like').values({ auction_id: auctionId, user_id: userId }).execute();
}

/** Listings, and whatever else was told, get their places in the feed. */
export async function numbered(db: Db): Promise<void> {
  while ((await numberWaiting(db, NO_CHANNELS)) > 0);
}

export async function closed({ db }: Stage, auctionId: string, winnerId: string): Promise<void> {
  const { seller_id: sellerId, price } = await db
    .updateTable('auction')
    .set({
      ...{ ending: 'sold', winner_id: winnerId, closed_at: new Date(), closed_seq: 9, accepted_bids: 1 },
      ...{ leader_id: winnerId, leader_maximum: 1_000, leader_since: new Date() },
    })
    .where('id', '=', auctionId)
    .returning(['seller_id', 'price'])
    .executeTakeFirstOrThrow();
  await tell(db, {
    ...{ kind: 'closed', auctionId, at: new Date().toISOString(), seq: 9, sellerId, winnerId },
    ...{ ending: 'sold', unsoldReason: null, pricePoints: price, bidCount: 1, releasedTo: null },
    ...{ releasedPoints: 0, payoutPoints: price, feePoints: 0 },
  });
}

export async function withdrawn({ db }: Stage, auctionId: string): Promise<void> {
  const { seller_id: sellerId } = await db
    .deleteFrom('auction')
    .where('id', '=', auctionId)
    .returning('seller_id')
    .executeTakeFirstOrThrow();
  await tell(db, { kind: 'withdrawn', auctionId, at: new Date().toISOString(), sellerId });
}
