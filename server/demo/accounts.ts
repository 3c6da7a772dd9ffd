import { randomUUID } from 'node:crypto';
import type { UserId } from '../../auction/auction.ts';
import { points } from '../../auction/points.ts';
import { charge } from '../../persistence/charges.ts';
import { walletOf } from '../../persistence/wallets.ts';
import type { Parts } from '../parts.ts';

const BIDDERS = ['Haneul', 'Minjun', 'Okonkwo', 'Petra', 'Ravi', 'Sofia'];
/** Enough for a few of the dearest things at once. */
const PURSE_POINTS = points(1_000_000);

export type DemoPeople = { readonly sellerId: UserId; readonly bidderIds: readonly UserId[] };

type Needs = Pick<Parts, 'auth' | 'database'>;

/** The demo's seller and house bidders, made at the first start. They have no password, so nobody can sign in as one. */
export async function demoPeople(needs: Needs): Promise<DemoPeople> {
  const sellerId = await account(needs, 'The House');
  const bidderIds: UserId[] = [];
  for (const name of BIDDERS) {
    const id = await account(needs, name);
    await fillPurse(needs, id);
    bidderIds.push(id);
  }
  return { sellerId, bidderIds };
}

/** House bidders never run dry. */
export async function fillPurse({ database }: Needs, userId: UserId): Promise<void> {
  const { available } = await walletOf(database.db, userId);
  if (available >= PURSE_POINTS / 2) return;
  await charge(database.db, { userId, idempotencyKey: randomUUID(), points: PURSE_POINTS });
}

async function account({ auth }: Needs, name: string): Promise<UserId> {
  const email = `${name.toLowerCase().replace(' ', '-')}@demo.ready-auction.local`;
  const { internalAdapter } = await auth.$context;
  const known = await internalAdapter.findUserByEmail(email);
  if (known !== null) return known.user.id;
  const { user } = await auth.api.createUser({
    body: { email, name, data: { birthDate: '1985-03-21', gender: 'undisclosed' } },
  });
  return user.id;
}
