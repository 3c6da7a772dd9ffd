/** How a client asks for what it wants until it is told something final, or gives up. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { BidMessage, BidOutcome } from '../auction/protocol.ts';
import {
  ApiFailure,
  BidUndecided,
  ConnectionFailure,
  type LiveAuction,
  type ReadyAuction,
} from '../client-sdk/index.ts';
import type { ClientLog } from './client-log.ts';
import type { Lot } from './lot.ts';

type Asking = { readonly house: ReadyAuction; readonly log: ClientLog; readonly lot: Lot };

/** Each time the SDK itself asks for as long as its deadline. */
const SOCKET_TIMES = 3;
const REST_TRIES = 12;
const REST_PAUSE_MS = 300;
const CHARGE_POINTS = 400;

/** Undefined when it stays unknown. */
export async function askBySocket(
  live: LiveAuction,
  bid: BidMessage,
  signal: AbortSignal,
): Promise<BidOutcome | undefined> {
  for (let times = 1; times <= SOCKET_TIMES && !signal.aborted; times++) {
    try {
      return await live.place(bid);
    } catch (failure) {
      if (!(failure instanceof BidUndecided)) throw failure;
    }
  }
  return undefined;
}

export async function askByRest(
  { house, log, lot }: Asking,
  bid: BidMessage,
): Promise<BidOutcome | undefined> {
  for (let tries = 1; tries <= REST_TRIES; tries++) {
    try {
      const outcome = await house.auctions.bid(lot.auctionId, bid);
      if (outcome.status === 'accepted' || !outcome.transient) return outcome;
      log.passing += 1;
    } catch (failure) {
      if (!passes(failure)) throw failure;
    }
    await pause(REST_PAUSE_MS);
  }
  return undefined;
}

/** What is not acknowledged is not claimed: it may have been charged all the same. */
export async function chargeMore({ house, log }: Asking): Promise<void> {
  const key = randomUUID();
  try {
    await house.wallet.charge(CHARGE_POINTS, key);
    log.charges.push({ key, points: CHARGE_POINTS });
  } catch (failure) {
    if (!passes(failure)) throw failure;
  }
}

/** The house or the way there is broken, and not the request. */
export const passes = (failure: unknown): boolean =>
  failure instanceof ConnectionFailure || (failure instanceof ApiFailure && failure.status >= 500);
