import type { Charged, ChargeRequest, Page, TransferBody, WalletBody } from '../auction/api.ts';
import { Backoff, pause } from './backoff.ts';
import { ApiFailure, ConnectionFailure } from './failures.ts';
import { newId } from './identifiers.ts';
import { eachItem, type PageRequest } from './pages.ts';
import type { Rest } from './rest.ts';

const CHARGE_TRIES = 5;

/** One's own points. Amounts are whole points. */
export class Wallet {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  /** Free points, and points held for auctions one is leading. */
  balance(): Promise<WalletBody> {
    return this.#rest.call('GET', '/api/wallet');
  }

  /**
   * Buys points and resolves with the balance afterwards. Tried again with the same key while the network or the server is
   * down, so it happens at most once. To be able to ask again after giving up, bring your own `idempotencyKey`.
   */
  async charge(points: number, idempotencyKey: string = newId()): Promise<Charged> {
    const body: ChargeRequest = { points };
    const headers = { 'idempotency-key': idempotencyKey };
    const backoff = new Backoff(200, 3_000);
    for (let tries = 1; ; tries++) {
      try {
        return await this.#rest.call('POST', '/api/wallet/charges', { body, headers });
      } catch (failure) {
        if (tries === CHARGE_TRIES || !passes(failure)) throw failure;
        await pause(backoff.next());
      }
    }
  }

  /** One's own movements, newest first. */
  transfers(request: PageRequest = {}): Promise<Page<TransferBody>> {
    return this.#rest.call('GET', '/api/wallet/transfers', { query: request });
  }

  /** All of them, newest first. */
  transfersAll(): AsyncGenerator<TransferBody, void, undefined> {
    return eachItem((request) => this.transfers(request));
  }
}

const passes = (failure: unknown): boolean =>
  failure instanceof ConnectionFailure ||
  (failure instanceof ApiFailure && [502, 503, 504].includes(failure.status));
