import { type Kysely, sql } from 'kysely';
import type { Check } from './audit-checks.ts';
import type { AuditedCounts } from './audit-counts.ts';
import { queried } from './audit-query.ts';
import type { DB } from './schema.ts';

type Row = { auction_id: string; ending: string; paid: string; due: string };

/** What an ending moves between accounts, as one text per auction, so that two lists are compared whole. */
const asList = (rows: string) => sql.raw(`coalesce(string_agg(${rows}, ', ' order by ${rows}), 'nothing')`);

/** Whether every closed auction was settled once, by exactly the movements its ending calls for, and no open one was. */
export async function auditOutcomes(db: Kysely<DB>, { auctions, closed }: AuditedCounts): Promise<Check[]> {
  const check = await queried(db, {
    promise: 'every closed auction was settled once, as it ended, and no open one was',
    examined: `${auctions} auctions, ${closed} of them closed`,
    violations: sql<Row>`
      with paid as (
        select auction_id, ${asList("kind || ' ' || points || ' ' || user_id || ' at ' || seq")} as movements
        from transfer where kind in ('capture', 'payout', 'fee') group by auction_id
      ), due as (
        select a.id, coalesce(a.ending::text, 'open') as ending,
          ${asList("d.kind || ' ' || d.points || ' ' || d.user_id || ' at ' || a.closed_seq")} as movements
        from auction a left join lateral (values
          ('capture', a.price, a.winner_id), ('payout', a.price, a.seller_id),
          ('fee', a.price * a.fee_basis_points / 10000, a.seller_id)
        ) as d (kind, points, user_id) on a.ending = 'sold' and d.points > 0
        group by a.id
      )
      select due.id as auction_id, due.ending, coalesce(paid.movements, 'nothing') as paid, due.movements as due
      from due left join paid on paid.auction_id = due.id
      where coalesce(paid.movements, 'nothing') <> due.movements`,
    describe: ({ auction_id, ending, paid, due }) =>
      `auction ${auction_id} (${ending}) moved ${paid}; due was ${due}`,
  });
  return [check];
}
