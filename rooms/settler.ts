import type { AuctionId } from '../auction/auction.ts';
import type { BidRecord, OwnedState } from '../auction/records.ts';
import { type Answer, keysOf, type Letter, type Settled, settleLetters } from '../auction/settlement.ts';
import { ROOM_LIMITS } from './limits.ts';
import { Mailbox } from './mailbox.ts';
import type { AuctionStore, BidName, Log, Observer, Showcase } from './ports.ts';

/** Whoever owns an auction in this process, as the settler deals with it. */
export interface Owner {
  readonly auctionId: AuctionId;
  /** What is owned, as of the last commit; undefined while nothing is. */
  readonly state: OwnedState | undefined;
  /** Another owner has it, and it is not to be taken back from here. */
  readonly isLost: boolean;
  /** Takes the auction over unless it is owned; false when there is no such auction. */
  open(): Promise<boolean>;
  /** This is committed. */
  committed(after: OwnedState, accepted: readonly BidRecord[]): void;
  /** Whether the last commit happened is unknown, so what is in memory may be old. */
  inDoubt(): void;
  /** Another owner took the auction that was owned under this epoch. */
  lost(epoch: number): void;
}

/** A letter on its way: whose auction it is for, and whom to tell. */
export type WaitingLetter = Letter & {
  readonly owner: Owner;
  attempts: number;
  readonly answer: (answer: Answer) => void;
};

/**
 * One per process: settles what waits at all desks, up to 128 letters in one transaction, one transaction at a time. Measured against a
 * transaction per room and a lock per bid in `docs/decisions/0002-one-settler-per-process.md`.
 */
export class Settler {
  readonly #store: AuctionStore;
  readonly #showcase: Showcase;
  readonly #observer: Observer;
  readonly #log: Log;
  readonly #mailbox = new Mailbox<WaitingLetter>();
  #working: Promise<void> | undefined;
  #batches = 0;

  constructor(store: AuctionStore, showcase: Showcase, observer: Observer, log: Log) {
    this.#store = store;
    this.#showcase = showcase;
    this.#observer = observer;
    this.#log = log;
  }

  /** Letters that wait to be settled. */
  get waiting(): number {
    return this.#mailbox.size;
  }

  /** False when the mailbox is full. */
  offer(letter: WaitingLetter): boolean {
    if (!this.#mailbox.offer(letter)) return false;
    this.#working ??= this.#work();
    return true;
  }

  /** Resolves when what is being settled now is settled; undefined when nothing is. */
  settled(): Promise<void> | undefined {
    return this.#working;
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
    const open = await this.#reopened(letters);
    const states = new Map<AuctionId, OwnedState>();
    for (const { auctionId, owner } of open) {
      if (owner.state !== undefined && owner.state.epoch > (states.get(auctionId)?.epoch ?? 0)) {
        states.set(auctionId, owner.state);
      }
    }
    const owned = this.#withoutOutdone(open, states);
    if (owned.length === 0) return;

    let settled: Settled | undefined;
    const beganMs = performance.now();
    this.#batches += 1;
    const batch = this.#batches;
    const ended = (committed: boolean) =>
      this.#observer.settled({
        batch,
        bids: owned.flatMap(bidNameOf),
        letters: owned.length,
        auctions: states.size,
        tookMs: performance.now() - beganMs,
        committed,
      });
    try {
      await this.#store.settle(keysOf(owned, states), (facts) => {
        settled = settleLetters(owned, states, facts);
        return settled.writes;
      });
      ended(true);
    } catch (error) {
      ended(false);
      await this.#afterFailure(owned, error);
      return;
    }
    if (settled === undefined) throw new Error('a settlement committed without having decided anything');
    this.#announce(owned, settled);
  }

  /** The letters whose desk owns its auction, after taking over again where a commit was in doubt; the others are answered. */
  async #reopened(letters: readonly WaitingLetter[]): Promise<readonly WaitingLetter[]> {
    const closed = new Set(
      letters.filter(({ owner }) => owner.state === undefined).map(({ owner }) => owner),
    );
    if (closed.size === 0) return letters;

    const failures = new Map<Owner, Answer>();
    for (const owner of closed) {
      if (owner.isLost) {
        failures.set(owner, { kind: 'stale' });
        continue;
      }
      try {
        if (!(await owner.open())) failures.set(owner, { kind: 'refused', code: 'no_such_auction' });
      } catch (error) {
        this.#log.warn({ auctionId: owner.auctionId, err: error }, 'could not take the auction over');
        failures.set(owner, { kind: 'refused', code: 'unavailable' });
      }
    }
    return letters.filter((letter) => {
      const failure = failures.get(letter.owner);
      if (failure !== undefined) letter.answer(failure);
      return failure === undefined;
    });
  }

  /** Two owners of one auction in one process: the older one has lost it already, and need not ask the database. */
  #withoutOutdone(letters: readonly WaitingLetter[], states: ReadonlyMap<AuctionId, OwnedState>) {
    return letters.filter(({ auctionId, owner, answer }) => {
      if (owner.state === states.get(auctionId)) return true;
      if (owner.state !== undefined) owner.lost(owner.state.epoch);
      answer({ kind: 'stale' });
      return false;
    });
  }

  /** Only now, after the commit: tell the desks, then the bidders. */
  #announce(letters: readonly WaitingLetter[], { answers, states, writes }: Settled): void {
    const stale = new Set(
      letters.filter((_, index) => answers[index]?.kind === 'stale').map(({ owner }) => owner),
    );
    for (const owner of new Set(letters.map((letter) => letter.owner))) {
      const after = states.get(owner.auctionId);
      if (after === undefined) continue;
      const { auctionId } = owner;
      const isNews = (bid: BidRecord) => bid.auctionId === auctionId && bid.outcome === 'accepted';
      if (stale.has(owner)) this.#tell(auctionId, () => owner.lost(after.epoch));
      else this.#tell(auctionId, () => owner.committed(after, writes.bids.filter(isNews)));
    }
    this.#showcase.changed(writes.auctions);
    for (const [index, letter] of letters.entries()) {
      this.#tell(letter.auctionId, () => letter.answer(answers[index] ?? { kind: 'stale' }));
    }
  }

  /** Whoever stumbles over the news must not keep the others from hearing theirs, nor stop the settler: it is committed. */
  #tell(auctionId: AuctionId, tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.#log.error({ auctionId, err: error }, 'what was committed could not be told');
    }
  }

  /**
   * The commit may or may not have happened. Every desk takes a new epoch, which waits for the old transaction to end, and settles
   * its letters again, alone: those that were committed are found by their ids, and a letter that cannot be settled harms no other room.
   */
  async #afterFailure(letters: readonly WaitingLetter[], error: unknown): Promise<void> {
    this.#log.warn(
      { letters: letters.length, err: error },
      'a settlement failed; settling its letters again, room by room',
    );
    const byOwner = Map.groupBy(letters, ({ owner }) => owner);
    for (const [owner, mine] of byOwner) {
      owner.inDoubt();
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

function bidNameOf({ auctionId, request }: WaitingLetter): readonly BidName[] {
  return request.kind === 'bid' ? [{ auctionId, bidId: request.bidId }] : [];
}
