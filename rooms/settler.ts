import type { AuctionId } from '../auction/auction.ts';
import type { OwnedState } from '../auction/records.ts';
import { type Answer, keysOf, type Letter, type Settled, settleLetters } from '../auction/settlement.ts';
import type { Desk } from './desk.ts';
import { ROOM_LIMITS } from './limits.ts';
import { Mailbox } from './mailbox.ts';
import type { AuctionStore, Log } from './ports.ts';

/** A letter on its way: where it came from, and whom to tell. */
export type WaitingLetter = Letter & {
  readonly desk: Desk;
  attempts: number;
  readonly answer: (answer: Answer) => void;
};

/**
 * One per process: settles what waits at all desks, up to 128 letters in one transaction, one transaction at a time. Measured against a
 * transaction per room and a lock per bid in `docs/decisions/0002-one-settler-per-process.md`.
 */
export class Settler {
  readonly #store: AuctionStore;
  readonly #log: Log;
  readonly #mailbox = new Mailbox<WaitingLetter>();
  #working: Promise<void> | undefined;

  constructor(store: AuctionStore, log: Log) {
    this.#store = store;
    this.#log = log;
  }

  /** False when the mailbox is full. */
  offer(letter: WaitingLetter): boolean {
    if (!this.#mailbox.offer(letter)) return false;
    this.#working ??= this.#work();
    return true;
  }

  /** Resolves once nothing waits any more. */
  async idle(): Promise<void> {
    while (this.#working !== undefined) await this.#working;
  }

  async #work(): Promise<void> {
    // Whatever else arrives in this turn of the event loop belongs to the same commit.
    await new Promise(setImmediate);
    while (this.#mailbox.size > 0) await this.#settleBatch(this.#mailbox.take(ROOM_LIMITS.batch));
    // In the same turn as the last look into the mailbox, or a letter offered in between would lie there for ever.
    this.#working = undefined;
  }

  async #settleBatch(letters: readonly WaitingLetter[]): Promise<void> {
    const owned = await this.#reopened(letters);
    if (owned.length === 0) return;
    const states = new Map<AuctionId, OwnedState>();
    for (const { auctionId, desk } of owned) if (desk.state !== undefined) states.set(auctionId, desk.state);

    let settled: Settled | undefined;
    try {
      await this.#store.settle(keysOf(owned, states), (facts) => {
        settled = settleLetters(owned, states, facts);
        return settled.writes;
      });
    } catch (error) {
      await this.#afterFailure(owned, error);
      return;
    }
    if (settled === undefined) throw new Error('a settlement committed without having decided anything');
    this.#announce(owned, settled);
  }

  /** The letters whose desk owns its auction, after taking over again where a commit was in doubt; the others are answered. */
  async #reopened(letters: readonly WaitingLetter[]): Promise<readonly WaitingLetter[]> {
    const closed = new Set(letters.filter(({ desk }) => desk.state === undefined).map(({ desk }) => desk));
    if (closed.size === 0) return letters;

    const failures = new Map<Desk, Answer>();
    for (const desk of closed) {
      try {
        if (!(await desk.open())) failures.set(desk, { kind: 'refused', code: 'no_such_auction' });
      } catch (error) {
        this.#log.warn({ auctionId: desk.auctionId, error }, 'could not take the auction over');
        failures.set(desk, { kind: 'refused', code: 'unavailable' });
      }
    }
    return letters.filter((letter) => {
      const failure = failures.get(letter.desk);
      if (failure !== undefined) letter.answer(failure);
      return failure === undefined;
    });
  }

  /** Only now, after the commit: tell the desks, then the bidders. */
  #announce(letters: readonly WaitingLetter[], { answers, states, writes }: Settled): void {
    const stale = new Set(letters.filter((_, index) => answers[index]?.kind === 'stale').map(({ desk }) => desk));
    for (const desk of new Set(letters.map((letter) => letter.desk))) {
      const after = states.get(desk.auctionId);
      if (stale.has(desk)) desk.lost();
      else if (after !== undefined) {
        desk.committed(
          after,
          writes.bids.filter((bid) => bid.auctionId === desk.auctionId && bid.outcome === 'accepted'),
        );
      }
    }
    for (const [index, letter] of letters.entries()) letter.answer(answers[index] ?? { kind: 'stale' });
  }

  /**
   * The commit may or may not have happened. Every desk takes a new epoch, which waits for the old transaction to end, and settles
   * its letters again, alone: those that were committed are found by their ids, and a letter that cannot be settled harms no other room.
   */
  async #afterFailure(letters: readonly WaitingLetter[], error: unknown): Promise<void> {
    this.#log.warn({ letters: letters.length, error }, 'a settlement failed; settling its letters again, room by room');
    const byDesk = Map.groupBy(letters, ({ desk }) => desk);
    for (const [desk, mine] of byDesk) {
      desk.inDoubt();
      const again: WaitingLetter[] = [];
      for (const letter of mine) {
        letter.attempts += 1;
        if (letter.attempts < ROOM_LIMITS.attempts) again.push(letter);
        else letter.answer({ kind: 'refused', code: 'unavailable' });
      }
      if (again.length > 0) await this.#settleBatch(again);
    }
  }
}
