import { type Kysely, sql } from 'kysely';
import type { Check } from './audit-checks.ts';
import type { AuditedCounts } from './audit-counts.ts';
import { queried } from './audit-query.ts';
import type { DB } from './schema.ts';

/** Whether the wallets are what their transfers made of them, and every point is somewhere. Sums travel as text: they may be huge. */
export async function auditBooks(db: Kysely<DB>, counts: AuditedCounts): Promise<Check[]> {
  return [
    await noNegativeWallet(db, counts),
    await walletsAreTheirTransfers(db, counts),
    await clearingIsEmpty(db, counts),
    await everyPointWasCharged(db, counts),
  ];
}

type Balances = { user_id: string; available: string; held: string };

function noNegativeWallet(db: Kysely<DB>, { wallets }: AuditedCounts): Promise<Check> {
  return queried(db, {
    promise: 'no wallet is negative',
    examined: `${wallets} wallets`,
    violations: sql<Balances>`select user_id, available, held from wallet where available < 0 or held < 0`,
    describe: ({ user_id, available, held }) => `wallet ${user_id} has ${available} available, ${held} held`,
  });
}

function walletsAreTheirTransfers(db: Kysely<DB>, { wallets, transfers }: AuditedCounts): Promise<Check> {
  return queried(db, {
    promise: 'every wallet is the sum of its transfers',
    examined: `${wallets} wallets, ${transfers} transfers`,
    violations: sql<Balances & { available_sum: string; held_sum: string }>`
      select coalesce(w.user_id, t.user_id) as user_id,
        coalesce(w.available::text, 'nothing') as available, coalesce(w.held::text, 'nothing') as held,
        coalesce(t.available, 0)::text as available_sum, coalesce(t.held, 0)::text as held_sum
      from wallet w
      full join (
        select user_id,
          sum(case when credit = 'available' then points when debit = 'available' then -points else 0 end) as available,
          sum(case when credit = 'held' then points when debit = 'held' then -points else 0 end) as held
        from transfer group by user_id
      ) t on t.user_id = w.user_id
      where (w.available, w.held) is distinct from (coalesce(t.available, 0), coalesce(t.held, 0))`,
    describe: (row) =>
      `wallet ${row.user_id} has ${row.available} available, ${row.held} held; ` +
      `its transfers make ${row.available_sum} and ${row.held_sum}`,
  });
}

function clearingIsEmpty(db: Kysely<DB>, { auctions }: AuditedCounts): Promise<Check> {
  return queried(db, {
    promise: 'what a winner paid, the seller got',
    examined: `${auctions} auctions`,
    violations: sql<{ auction_id: string; captured: string; paid_out: string }>`
      select auction_id, captured::text, paid_out::text from (
        select auction_id,
          coalesce(sum(points) filter (where credit = 'clearing'), 0) as captured,
          coalesce(sum(points) filter (where debit = 'clearing'), 0) as paid_out
        from transfer where auction_id is not null and kind in ('capture', 'payout', 'fee') group by auction_id
      ) settled where captured <> paid_out`,
    describe: ({ auction_id, captured, paid_out }) =>
      `auction ${auction_id} captured ${captured} and paid out ${paid_out}`,
  });
}

function everyPointWasCharged(db: Kysely<DB>, { wallets, transfers }: AuditedCounts): Promise<Check> {
  return queried(db, {
    promise: 'all points in wallets, clearing and fees were charged once',
    examined: `${wallets} wallets, ${transfers} transfers`,
    violations: sql<{ charged: string; in_wallets: string; in_clearing: string; in_fees: string }>`
      select charged::text, in_wallets::text, in_clearing::text, in_fees::text from (
        select coalesce(sum(points) filter (where debit = 'world'), 0) as charged,
          coalesce(sum(points) filter (where credit = 'fees'), 0) as in_fees,
          coalesce(sum(points) filter (where credit = 'clearing'), 0)
            - coalesce(sum(points) filter (where debit = 'clearing'), 0) as in_clearing
        from transfer
      ) moved, (select coalesce(sum(available + held), 0) as in_wallets from wallet) kept
      where charged <> in_wallets + in_clearing + in_fees`,
    describe: (row) =>
      `${row.charged} were charged, but wallets have ${row.in_wallets}, clearing ${row.in_clearing}, fees ${row.in_fees}`,
  });
}
