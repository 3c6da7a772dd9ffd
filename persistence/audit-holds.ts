import { type Kysely, sql } from 'kysely';
import type { Check } from './audit-checks.ts';
import type { AuditedCounts } from './audit-counts.ts';
import { queried } from './audit-query.ts';
import type { DB } from './schema.ts';

/** Whether points are held for exactly the auctions that their owners lead. */
export async function auditHolds(db: Kysely<DB>, counts: AuditedCounts): Promise<Check[]> {
  return [await walletsHoldWhatTheyLead(db, counts), await holdsEndWithTheirAuction(db, counts)];
}

function walletsHoldWhatTheyLead(db: Kysely<DB>, { wallets }: AuditedCounts): Promise<Check> {
  return queried(db, {
    promise: 'a wallet holds the maximums of the open auctions it leads, and nothing else',
    examined: `${wallets} wallets`,
    violations: sql<{ user_id: string; held: string; leading: string }>`
      select coalesce(w.user_id, l.leader_id) as user_id, coalesce(w.held, 0)::text as held,
        coalesce(l.maximums, 0)::text as leading
      from wallet w
      full join (
        select leader_id, sum(leader_maximum) as maximums from auction
        where ending is null and leader_id is not null group by leader_id
      ) l on l.leader_id = w.user_id
      where coalesce(w.held, 0) <> coalesce(l.maximums, 0)`,
    describe: ({ user_id, held, leading }) =>
      `wallet ${user_id} holds ${held}, but leads open auctions with ${leading}`,
  });
}

function holdsEndWithTheirAuction(db: Kysely<DB>, { auctions, transfers }: AuditedCounts): Promise<Check> {
  return queried(db, {
    promise: 'no hold outlives its auction or its lead',
    examined: `${auctions} auctions, ${transfers} transfers`,
    violations: sql<{ auction_id: string; user_id: string; held: string; due: string; ending: string }>`
      select coalesce(t.auction_id, a.id) as auction_id, coalesce(t.user_id, a.leader_id) as user_id,
        coalesce(t.held, 0)::text as held, coalesce(a.leader_maximum, 0)::text as due
      from (
        select auction_id, user_id,
          sum(case when credit = 'held' then points when debit = 'held' then -points else 0 end) as held
        from transfer where auction_id is not null group by auction_id, user_id
      ) t
      full join (select id, leader_id, leader_maximum from auction where ending is null and leader_id is not null) a
        on a.id = t.auction_id and a.leader_id = t.user_id
      where coalesce(t.held, 0) <> coalesce(a.leader_maximum, 0)`,
    describe: ({ auction_id, user_id, held, due }) =>
      `auction ${auction_id} holds ${held} of ${user_id}, who owes it ${due}`,
  });
}
