import { LIMITS } from '../auction/limits.ts';
import { ApiFailure, connect, type LiveOptions, type ReadyAuction } from '../client-sdk/index.ts';
import { inLanes } from './lanes.ts';
import { patiently } from './patience.ts';
import { patientFetch } from './patient-fetch.ts';
import type { RecordedAuction } from './recording.ts';

export type Accounts = {
  readonly seller: ReadyAuction;
  /** By the bidder's number in the file. */
  readonly bidders: ReadonlyMap<number, ReadyAuction>;
};

export type AccountOptions = {
  readonly url: string;
  /** Charges are made once per run, however often it is repeated. */
  readonly run: string;
  readonly password: string;
  readonly patienceMs: number;
  readonly told: (seconds: number) => void;
};

/** A server hashes a few passwords at a time, each on a thread; asking for more at once gains nothing. */
const LANES = 4;
/** How much more everybody gets than they could ever need: a refusal for want of points would be our fault, not theirs. */
const GENEROSITY = 2;

/** Signs everybody in, making the accounts that do not exist, and gives every bidder enough points. */
export async function openAccounts(
  auctions: readonly RecordedAuction[],
  options: AccountOptions,
): Promise<Accounts> {
  const needs = needsByBidder(auctions);
  const seller = await signedIn('seller', options);
  const opened = await inLanes(LANES, [...needs], async ([number, needed]) => {
    const house = await signedIn(`bidder-${number}`, options);
    await charge(house, needed * GENEROSITY, `replay/${options.run}/bidder-${number}`, options.patienceMs);
    return [number, house] as const;
  });
  return { seller, bidders: new Map(opened) };
}

/** The most each bidder can have held at once: the highest maximum in every auction. */
function needsByBidder(auctions: readonly RecordedAuction[]): Map<number, number> {
  const needs = new Map<number, number>();
  for (const { bids } of auctions) {
    for (const [bidder, mine] of Map.groupBy(bids, (bid) => bid.bidder)) {
      needs.set(bidder, (needs.get(bidder) ?? 0) + Math.max(...mine.map(({ cents }) => cents)));
    }
  }
  return needs;
}

async function signedIn(who: string, options: AccountOptions): Promise<ReadyAuction> {
  const { url, password, patienceMs, told } = options;
  const live: LiveOptions = { bidDeadlineMs: patienceMs, joinDeadlineMs: patienceMs, maxBackoffMs: 500 };
  const house = connect(url, { fetch: patientFetch(told), live });
  const email = `replay-${who}@replay.example`;
  const account = { email, password, name: `Replay ${who}`, birthDate: '1990-05-17' };
  await patiently(patienceMs, async () => {
    try {
      await house.auth.signUp({ ...account, gender: 'undisclosed' });
    } catch (failure) {
      if (!(failure instanceof ApiFailure && failure.code === 'email_taken')) throw failure;
      await house.auth.signIn(email, password).catch(explainPassword(email));
    }
  });
  return house;
}

const explainPassword = (email: string) => (failure: unknown) => {
  if (!(failure instanceof ApiFailure && failure.status === 401)) throw failure;
  throw new Error(`${email} exists with another password. Name the one it was made with: --password`);
};

async function charge(house: ReadyAuction, points: number, key: string, patienceMs: number): Promise<void> {
  for (let part = 1, left = points; left > 0; part++) {
    const now = Math.min(left, LIMITS.chargePoints);
    await patiently(patienceMs, () => house.wallet.charge(now, `${key}/${part}`));
    left -= now;
  }
}
