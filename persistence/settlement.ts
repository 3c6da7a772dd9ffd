import { type Kysely, sql } from 'kysely';
import { walletChange } from '../auction/movements.ts';
import { points } from '../auction/points.ts';
import type {
  BidRecord,
  OwnedState,
  ProlongationRecord,
  SettlementFacts,
  SettlementKeys,
  SettlementWrites,
  TransferRecord,
} from '../auction/records.ts';
import { bidFromRow, type StoredBid } from './bid-rows.ts';
import { insertEvents } from './feed/outbox.ts';
import { lastOutage } from './pulse.ts';
import type { DB } from './schema.ts';

/**
 * One settlement, one transaction. Locks go auctions by id, then wallets by user id, here and everywhere: no deadlocks. `fold` decides
 * between the reads and the writes, synchronously. Resolves only after the commit; when it throws, the commit is in doubt.
 */
export async function settle(
  db: Kysely<DB>,
  keys: SettlementKeys,
  fold: (facts: SettlementFacts) => SettlementWrites,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const writes = fold(await readFacts(transaction, keys));
    await write(transaction, writes);
  });
}

/** The three reads are sent at once and answered in this order, over the transaction's one connection. */
async function readFacts(db: Kysely<DB>, keys: SettlementKeys): Promise<SettlementFacts> {
  const [auctions, wallets, known, outage] = await Promise.all([
    sql<{ id: string; epoch: number }>`
      select id, epoch from auction where id = any(${keys.auctionIds}::uuid[]) order by id for no key update`.execute(
      db,
    ),
    sql<{ user_id: string; available: number }>`
      select user_id, available from wallet where user_id = any(${keys.userIds}::uuid[]) order by user_id
      for no key update`.execute(db),
    knownBids(db, keys.bids),
    // Last, after the locks on auctions and wallets, here and everywhere.
    keys.closes ? lastOutage(db) : null,
  ]);
  return {
    epochs: new Map(auctions.rows.map(({ id, epoch }) => [id, epoch])),
    available: new Map(wallets.rows.map(({ user_id, available }) => [user_id, points(available)])),
    known,
    outage,
  };
}

async function knownBids(db: Kysely<DB>, bids: SettlementKeys['bids']): Promise<BidRecord[]> {
  if (bids.length === 0) return [];
  const { rows } = await sql<StoredBid>`
    select b.auction_id, b.seq, b.epoch, b.bidder_id, b.bid_id, b.kind, b.points, b.at, b.outcome, b.took_lead, b.price,
           b.minimum, b.available
    from unnest(${bids.map((bid) => bid.bidderId)}::uuid[], ${bids.map((bid) => bid.bidId)}::uuid[]) as asked (bidder_id, bid_id)
    join bid b on b.bidder_id = asked.bidder_id and b.bid_id = asked.bid_id and b.outcome <> 'duplicate_bid_id'`.execute(
    db,
  );
  return rows.map(bidFromRow);
}

/** Everything in one statement: one round trip, however many rows. PGlite knows no arrays of our enums, so those travel as text. */
async function write(
  db: Kysely<DB>,
  { bids, transfers, prolongations, auctions, feed }: SettlementWrites,
): Promise<void> {
  if (auctions.length === 0) return;
  await sql`/* prepared: settle */
    with logged as (${insertBids(bids)}), moved as (${insertTransfers(transfers)}), changed as (${updateWallets(transfers)}),
      told as (${insertEvents(feed)}), prolonged as (${insertProlongations(prolongations)})
    ${updateAuctions(auctions)}`.execute(db);
}

const column = <T, V>(rows: readonly T[], value: (row: T) => V): V[] => rows.map(value);

const time = (name: string) => sql.raw(`to_timestamp(${name}::double precision / 1000)`);

function insertBids(bids: readonly BidRecord[]) {
  return sql`
    insert into bid (auction_id, seq, epoch, bidder_id, bid_id, kind, points, at, outcome, took_lead, price, minimum, available,
                     bidder_age, bidder_gender)
    select n.auction_id, n.seq, n.epoch, n.bidder_id, n.bid_id, n.kind, n.points, ${time('n.at_ms')}, n.outcome, n.took_lead,
           n.price, n.minimum, n.available, extract(year from age(${time('n.at_ms')}, u."birthDate"::date)), u."gender"
    from unnest(
      ${column(bids, (bid) => bid.auctionId)}::uuid[], ${column(bids, (bid) => bid.seq)}::int[],
      ${column(bids, (bid) => bid.epoch)}::bigint[], ${column(bids, (bid) => bid.bidderId)}::uuid[],
      ${column(bids, (bid) => bid.bidId)}::uuid[], ${column(bids, (bid) => bid.kind)}::text[],
      ${column(bids, (bid) => bid.points)}::bigint[], ${column(bids, (bid) => bid.atMs)}::bigint[],
      ${column(bids, (bid) => bid.outcome)}::text[], ${column(bids, (bid) => bid.leading)}::boolean[],
      ${column(bids, (bid) => bid.pricePoints)}::bigint[], ${column(bids, (bid) => bid.minimumPoints)}::bigint[],
      ${column(bids, (bid) => bid.availablePoints)}::bigint[]
    ) as n (auction_id, seq, epoch, bidder_id, bid_id, kind, points, at_ms, outcome, took_lead, price, minimum, available)
    join "user" u on u."id" = n.bidder_id`;
}

function insertTransfers(transfers: readonly TransferRecord[]) {
  return sql`
    insert into transfer (user_id, kind, points, auction_id, seq)
    select n.user_id, n.kind::movement_kind, n.points, n.auction_id, n.seq
    from unnest(
      ${column(transfers, (row) => row.userId)}::uuid[], ${column(transfers, (row) => row.kind)}::text[],
      ${column(transfers, (row) => row.points)}::bigint[], ${column(transfers, (row) => row.auctionId)}::uuid[],
      ${column(transfers, (row) => row.seq)}::int[]
    ) as n (user_id, kind, points, auction_id, seq)`;
}

function insertProlongations(prolongations: readonly ProlongationRecord[]) {
  return sql`
    insert into prolongation (auction_id, seq, at, ends_at)
    select n.auction_id, n.seq, ${time('n.at_ms')}, ${time('n.ends_at_ms')}
    from unnest(
      ${column(prolongations, (row) => row.auctionId)}::uuid[], ${column(prolongations, (row) => row.seq)}::int[],
      ${column(prolongations, (row) => row.atMs)}::bigint[], ${column(prolongations, (row) => row.endsAtMs)}::bigint[]
    ) as n (auction_id, seq, at_ms, ends_at_ms)`;
}

/** Each wallet once, by the sum of its movements. */
function updateWallets(transfers: readonly TransferRecord[]) {
  const changes = new Map<string, { available: number; held: number }>();
  for (const { userId, kind, points } of transfers) {
    const sum = changes.get(userId) ?? { available: 0, held: 0 };
    const { available, held } = walletChange(kind);
    changes.set(userId, { available: sum.available + available * points, held: sum.held + held * points });
  }
  const rows = [...changes];
  return sql`
    update wallet w set available = w.available + n.available, held = w.held + n.held
    from unnest(
      ${column(rows, ([userId]) => userId)}::uuid[], ${column(rows, ([, sum]) => sum.available)}::bigint[],
      ${column(rows, ([, sum]) => sum.held)}::bigint[]
    ) as n (user_id, available, held)
    where w.user_id = n.user_id`;
}

function updateAuctions(records: readonly OwnedState[]) {
  const of = <V>(value: (auction: OwnedState['auction']) => V) =>
    column(records, ({ auction }) => value(auction));
  return sql`
    update auction a set
      seq = n.seq, ends_at = ${time('n.ends_at_ms')}, price = n.price, leader_id = n.leader_id, leader_maximum = n.leader_maximum,
      leader_since = ${time('n.leader_since_ms')}, accepted_bids = n.accepted_bids, ending = n.ending::auction_ending,
      unsold_reason = n.unsold_reason::unsold_reason, winner_id = n.winner_id, closed_at = ${time('n.closed_at_ms')}, closed_seq = n.closed_seq
    from unnest(
      ${column(records, (record) => record.auction.id)}::uuid[], ${column(records, (record) => record.seq)}::int[],
      ${of((auction) => auction.endsAtMs)}::bigint[], ${of((auction) => auction.pricePoints)}::bigint[],
      ${of((auction) => auction.leader?.userId ?? null)}::uuid[], ${of((auction) => auction.leader?.maximumPoints ?? null)}::bigint[],
      ${of((auction) => auction.leader?.sinceMs ?? null)}::bigint[], ${of((auction) => auction.acceptedBids)}::int[],
      ${of((auction) => auction.ending?.kind ?? null)}::text[],
      ${of(({ ending }) => (ending?.kind === 'unsold' ? ending.reason : null))}::text[],
      ${of(({ ending }) => (ending?.kind === 'sold' ? ending.winnerId : null))}::uuid[],
      ${of((auction) => auction.ending?.atMs ?? null)}::bigint[], ${column(records, (record) => record.closedSeq)}::int[]
    ) as n (id, seq, ends_at_ms, price, leader_id, leader_maximum, leader_since_ms, accepted_bids, ending, unsold_reason,
            winner_id, closed_at_ms, closed_seq)
    where a.id = n.id`;
}
