/** Whether the books balance: every wallet, and the house as a whole. */
import type { ClientLog } from '../client-log.ts';
import type { Stored } from './stored.ts';
import type { Findings } from './violations.ts';

const WALLETS = `
  select w.user_id as "userId", w.available, w.held,
    coalesce(sum(case kind when 'charge' then points when 'release' then points when 'payout' then points
                           when 'hold' then -points when 'fee' then -points else 0 end), 0)::float8 as "available by movements",
    coalesce(sum(case kind when 'hold' then points when 'release' then -points when 'capture' then -points else 0 end), 0)::float8
      as "held by movements",
    coalesce((select sum(leader_maximum) from auction where leader_id = w.user_id and ending is null), 0)::float8 as "leading with"
  from wallet w left join transfer using (user_id) group by w.user_id, w.available, w.held`;

const HOUSE = `
  select (select coalesce(sum(available + held), 0) from wallet)::float8 as wallets,
         (select coalesce(sum(points), 0) from transfer where kind = 'fee')::float8 as fees,
         (select coalesce(sum(points), 0) from transfer where kind = 'charge')::float8 as charges`;

const CHARGES = `
  select user_id as "userId", array_agg(idempotency_key) as keys, sum(points)::float8 as points,
         (select sum(points) from transfer where kind = 'charge' and user_id = charge.user_id)::float8 as moved
  from charge group by user_id`;

type WalletRow = Readonly<
  Record<'available' | 'held' | 'available by movements' | 'held by movements' | 'leading with', number>
> & {
  readonly userId: string;
};
type ChargesRow = {
  readonly userId: string;
  readonly keys: string[];
  readonly points: number;
  readonly moved: number;
};

export async function checkBooks(
  stored: Stored,
  logs: readonly ClientLog[],
  findings: Findings,
): Promise<void> {
  for (const row of await stored.rows<WalletRow>(WALLETS)) {
    const balanced =
      row.available === row['available by movements'] &&
      row.held === row['held by movements'] &&
      row.held === row['leading with'] &&
      row.available >= 0;
    if (!balanced) findings.add('unbalanced', `wallet of ${row.userId}`, JSON.stringify(row));
  }
  const [house] = await stored.rows<{ wallets: number; fees: number; charges: number }>(HOUSE);
  if (house === undefined || house.wallets + house.fees !== house.charges) {
    findings.add('unbalanced', 'the house', JSON.stringify(house));
  }
  const charges = new Map((await stored.rows<ChargesRow>(CHARGES)).map((row) => [row.userId, row]));
  for (const { userId, charges: acknowledged } of logs) {
    const row = charges.get(userId);
    if (row !== undefined && row.points !== row.moved) {
      findings.add('doubled', `charges of ${userId}`, `charged ${row.points} and got ${row.moved}`);
    }
    for (const { key, points } of acknowledged) {
      if (!row?.keys.includes(key)) findings.add('lost', `charge ${key} of ${userId}`, `${points} points`);
    }
  }
}
