import { type Kysely, sql } from 'kysely';
import type { Check } from './audit-checks.ts';
import type { AuditedCounts } from './audit-counts.ts';
import { queried } from './audit-query.ts';
import type { DB } from './schema.ts';

/** What foreign keys and one unique index would promise: `bid` and `transfer` have no foreign keys, for the speed of settling. */
export async function auditStrays(db: Kysely<DB>, counts: AuditedCounts): Promise<Check[]> {
  return [await bidsBelong(db, counts), await transfersBelong(db, counts), await idsDecideOnce(db, counts)];
}

type Stray = { what: string; missing: string };

const describe = ({ what, missing }: Stray) => `${what}: there is no ${missing}`;

function bidsBelong(db: Kysely<DB>, { bids }: AuditedCounts): Promise<Check> {
  return queried(db, {
    promise: 'every bid belongs to an auction and a bidder',
    examined: `${bids} bids`,
    violations: sql<Stray>`
      select 'bid ' || b.auction_id || ' #' || b.seq as what,
        case when a.id is null then 'such auction' else 'bidder ' || b.bidder_id end as missing
      from bid b left join auction a on a.id = b.auction_id left join wallet w on w.user_id = b.bidder_id
      where a.id is null or w.user_id is null`,
    describe,
  });
}

function transfersBelong(db: Kysely<DB>, { transfers }: AuditedCounts): Promise<Check> {
  return queried(db, {
    promise: 'every transfer belongs to an auction and a wallet',
    examined: `${transfers} transfers`,
    violations: sql<Stray>`
      select 'transfer ' || t.id || ' (' || t.kind || ' of ' || t.points || ')' as what,
        case when w.user_id is null then 'wallet ' || t.user_id else 'auction ' || t.auction_id end as missing
      from transfer t left join auction a on a.id = t.auction_id left join wallet w on w.user_id = t.user_id
      where w.user_id is null or (t.auction_id is not null and a.id is null)`,
    describe,
  });
}

function idsDecideOnce(db: Kysely<DB>, { bids }: AuditedCounts): Promise<Check> {
  return queried(db, {
    promise: 'no bid id was decided twice',
    examined: `${bids} bids`,
    violations: sql<{ bidder_id: string; bid_id: string; times: number }>`
      select bidder_id, bid_id, count(*) as times from bid where outcome <> 'duplicate_bid_id'
      group by bidder_id, bid_id having count(*) > 1`,
    describe: ({ bidder_id, bid_id, times }) => `bid id ${bid_id} of ${bidder_id} was decided ${times} times`,
  });
}
