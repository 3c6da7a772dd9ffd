/** The smallest history in which everything happens: two bidders, one auction, three bids, a sale. Written by hand, not by the house. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { ClientLog } from '../../chaos/client-log.ts';
import { createTestDatabase } from '../support/test-database.ts';

const START_MS = Date.parse('2030-01-01T12:00:00Z');
export const END_MS = START_MS + 60_000;

export type SmallHistory = Awaited<ReturnType<typeof smallHistory>>;

export async function smallHistory() {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const sql = (text: string, values: readonly unknown[] = []) => client.query(text, [...values]);
  const [seller, ann, bob, auctionId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const;
  const bids = { first: randomUUID(), second: randomUUID(), low: randomUUID() };
  const at = (ms: number) => new Date(START_MS + ms).toISOString();

  for (const id of [seller, ann, bob]) {
    await sql(
      `insert into "user" ("id", "name", "email", "emailVerified", "birthDate", "gender")
       values ($1, 'Somebody', $2, false, '1990-05-17', 'other')`,
      [id, `${id}@example.com`],
    );
  }
  await sql(
    `insert into auction (id, seller_id, title, description, start_price, ladder, fee_basis_points, starts_at, planned_ends_at,
       ends_at, price, epoch, seq, leader_id, leader_maximum, leader_since, accepted_bids, ending, winner_id, closed_at, closed_seq)
     values ($1, $2, 'A thing', '', 100, '[{"belowPoints":null,"stepPoints":1}]', 1000, $3, $4, $4, 110, 1, 4, $5, 110, $6, 2, 'sold',
       $5, $4, 4)`,
    [auctionId, seller, at(0), new Date(END_MS).toISOString(), bob, at(2_000)],
  );
  const bid = (seq: number, bidder: string, id: string, points: number, outcome: string, price: number) =>
    sql(
      `insert into bid (auction_id, seq, epoch, bidder_id, bid_id, kind, points, at, outcome, took_lead, price, minimum, available,
         bidder_age, bidder_gender)
       values ($1, $2, 1, $3, $4, 'plain', $5, $6, $7::text, $7 = 'accepted', $8, $8::bigint + 1, 1000, 30, 'other')`,
      [auctionId, seq, bidder, id, points, at(seq * 1_000), outcome, price],
    );
  await bid(1, ann, bids.first, 100, 'accepted', 100);
  await bid(2, bob, bids.second, 110, 'accepted', 110);
  await bid(3, ann, bids.low, 105, 'below_minimum', 110);
  const moved = (user: string, kind: string, points: number, seq: number | null) =>
    sql('insert into transfer (user_id, kind, points, auction_id, seq) values ($1, $2, $3, $4, $5)', [
      user,
      kind,
      points,
      seq === null ? null : auctionId,
      seq,
    ]);
  for (const user of [ann, bob]) {
    await moved(user, 'charge', 1_000, null);
    await sql(`insert into charge (user_id, idempotency_key, points) values ($1, 'first', 1000)`, [user]);
  }
  await moved(ann, 'hold', 100, 1);
  await moved(ann, 'release', 100, 2);
  await moved(bob, 'hold', 110, 2);
  await moved(bob, 'capture', 110, 4);
  await moved(seller, 'payout', 110, 4);
  await moved(seller, 'fee', 11, 4);
  await sql(
    'update wallet set available = case user_id when $1::uuid then 1000 when $2::uuid then 890 else 99 end',
    [ann, bob],
  );

  const told = (seq: number, bidId: string, points: number) => ({
    auctionId,
    bid: { bidId, kind: 'plain' as const, points },
    sentAtMs: START_MS + seq * 1_000 - 5,
  });
  const accepted = (seq: number, bidId: string, pricePoints: number) => ({
    atMs: START_MS + seq * 1_000 + 5,
    outcome: {
      bidId,
      auctionId,
      status: 'accepted' as const,
      leading: true,
      pricePoints,
      minimumPoints: pricePoints + 1,
      atMs: START_MS + seq * 1_000,
    },
  });
  const refused = {
    bidId: bids.low,
    auctionId,
    status: 'refused' as const,
    code: 'below_minimum' as const,
    message: '',
    transient: false,
    pricePoints: 110,
    minimumPoints: 111,
  };
  const [annsLog, bobsLog] = [new ClientLog(ann), new ClientLog(bob)];
  annsLog.attempts.push(
    { ...told(1, bids.first, 100), told: [accepted(1, bids.first, 100)] },
    { ...told(3, bids.low, 105), told: [{ atMs: START_MS + 3_005, outcome: refused }] },
  );
  bobsLog.attempts.push({ ...told(2, bids.second, 110), told: [accepted(2, bids.second, 110)] });
  for (const log of [annsLog, bobsLog]) {
    log.aliases.set(auctionId, log === annsLog ? 'ann' : 'bob');
    log.charges.push({ key: 'first', points: 1_000 });
    log.saw(auctionId, { bidCount: 1, pricePoints: 100, leaderAlias: 'ann' });
    log.saw(auctionId, { bidCount: 2, pricePoints: 110, leaderAlias: 'bob' });
    log.closings.push({ auctionId, won: log === bobsLog, ending: 'sold', pricePoints: 110 });
  }
  return {
    url: database.url,
    sql,
    seller,
    ann,
    bob,
    auctionId,
    bids,
    annsLog,
    bobsLog,
    async close() {
      await client.end();
      await database.drop();
    },
  };
}
