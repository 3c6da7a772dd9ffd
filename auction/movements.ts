import type { MovementKind } from './events.ts';

/** `world` is where charges come from; `clearing` holds a captured price until it is paid out, within one commit. */
type Account = 'world' | 'available' | 'held' | 'clearing' | 'fees';

/** The two accounts of each kind of movement. `available` and `held` are those of the movement's user. */
export const ACCOUNTS: {
  readonly [K in MovementKind]: { readonly debit: Account; readonly credit: Account };
} = {
  charge: { debit: 'world', credit: 'available' },
  hold: { debit: 'available', credit: 'held' },
  release: { debit: 'held', credit: 'available' },
  capture: { debit: 'held', credit: 'clearing' },
  payout: { debit: 'clearing', credit: 'available' },
  fee: { debit: 'available', credit: 'fees' },
};

/** What one movement does to its user's wallet, per point. */
export function walletChange(kind: MovementKind): { available: -1 | 0 | 1; held: -1 | 0 | 1 } {
  const { debit, credit } = ACCOUNTS[kind];
  const change = (side: Account) => (credit === side ? 1 : debit === side ? -1 : 0);
  return { available: change('available'), held: change('held') };
}
