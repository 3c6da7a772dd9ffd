import type { AuctionId, UserId } from '../auction/auction.ts';
import type { Cancel, Close } from '../auction/commands.ts';
import type { BidOutcome } from '../auction/protocol.ts';
import type { BidRecord, OwnedState } from '../auction/records.ts';
import type { RefusalCode } from '../auction/refusals.ts';
import type { Answer, WaitingBid } from '../auction/settlement.ts';
import { ROOM_LIMITS } from './limits.ts';
import { outcomeOf, refusedBid } from './outcomes.ts';
import type { AuctionStore, BidCause, HouseClock, Observer, RecentBid } from './ports.ts';
import type { Owner, Settler } from './settler.ts';

/** Who is told what happens to the auction. */
export interface DeskWatcher {
  /** Everything was loaded anew; what was shown before may be old. */
  takenOver(): void;
  /** Called once per commit, before its letters are answered. */
  changed(before: OwnedState, after: OwnedState, accepted: readonly BidRecord[]): void;
  /** Somebody else owns the auction now. */
  lost(): void;
}

/**
 * One auction being served by this process: its state in memory, and the only way to change it. The room in front of it is a view;
 * the sweep and the tests use a desk without any room.
 */
export class Desk implements Owner {
  readonly auctionId: AuctionId;
  readonly #store: AuctionStore;
  readonly #settler: Settler;
  readonly #clock: HouseClock;
  readonly #observer: Observer;
  #state: OwnedState | undefined;
  #opening: Promise<boolean> | undefined;
  #unanswered = 0;
  #idling: PromiseWithResolvers<void> | undefined;
  #title = '';
  #recentBids: readonly RecentBid[] = [];
  #isLost = false;
  watcher: DeskWatcher | undefined;

  constructor(
    auctionId: AuctionId,
    store: AuctionStore,
    settler: Settler,
    clock: HouseClock,
    observer: Observer,
  ) {
    this.auctionId = auctionId;
    this.#store = store;
    this.#settler = settler;
    this.#clock = clock;
    this.#observer = observer;
  }

  get state(): OwnedState | undefined {
    return this.#state;
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  get title(): string {
    return this.#title;
  }

  /** The last accepted bids on taking over; later ones are told to the watcher. */
  get recentBids(): readonly RecentBid[] {
    return this.#recentBids;
  }

  /** Takes the auction over, unless this desk has it. False when there is no such auction; throws when the store fails. */
  open(): Promise<boolean> {
    // Taking it back would fence the one who has it now.
    if (this.#isLost) return Promise.reject(new Error('this auction has another owner now'));
    if (this.#state !== undefined) return Promise.resolve(true);
    this.#opening ??= this.#takeOver().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #takeOver(): Promise<boolean> {
    const takeover = await this.#store.own(this.auctionId);
    if (takeover === undefined) return false;
    this.#state = takeover.state;
    this.#title = takeover.title;
    this.#recentBids = takeover.recentBids;
    this.watcher?.takenOver();
    return true;
  }

  /** Loads everything anew under a new epoch, after the auction was changed elsewhere. */
  async reopen(): Promise<boolean> {
    this.#state = undefined;
    return this.open();
  }

  /**
   * Places a bid that has just arrived. `answer` is called exactly once: after the commit that decided it, or, when there was none in
   * time, to say that nothing is known yet. The bid may still be decided then; the same again gets its outcome.
   */
  bid(bid: Omit<WaitingBid, 'kind' | 'atMs'>, answer: (outcome: BidOutcome) => void, cause?: BidCause): void {
    const request: WaitingBid = { kind: 'bid', ...bid, atMs: this.#clock.nowMs() };
    const { auctionId } = this;
    const arrivedMs = performance.now();
    this.#observer.arrived({ auctionId, bidId: bid.bidId, cause });
    const tell = (outcome: BidOutcome) => {
      answer(outcome);
      this.#observer.answered({
        auctionId,
        bidId: bid.bidId,
        outcome: outcome.status === 'accepted' ? 'accepted' : outcome.code,
        tookMs: performance.now() - arrivedMs,
      });
    };
    const refuse = (code: RefusalCode) => tell(refusedBid(code, bid.bidId, auctionId));
    let waits = true;
    const patience = setTimeout(() => {
      waits = false;
      refuse('unavailable');
    }, ROOM_LIMITS.answerWithinMs);
    this.#send(
      request,
      (settled) => {
        clearTimeout(patience);
        if (waits) tell(outcomeOf(settled, bid.bidId, auctionId));
      },
      () => {
        clearTimeout(patience);
        refuse('mailbox_full');
      },
    );
  }

  /** Settles the end, if it has come. Undefined when it is settled. */
  close(): Promise<RefusalCode | undefined> {
    return this.#command({ kind: 'close', atMs: this.#clock.nowMs() });
  }

  /** Calls the auction off. Undefined when it is cancelled. */
  cancel(): Promise<RefusalCode | undefined> {
    return this.#command({ kind: 'cancel', atMs: this.#clock.nowMs() });
  }

  #command(request: Close | Cancel): Promise<RefusalCode | undefined> {
    return new Promise((resolve) => {
      this.#send(
        request,
        (answer) => resolve(refusalOf(answer)),
        () => resolve('mailbox_full'),
      );
    });
  }

  #send(request: WaitingBid | Close | Cancel, answer: (settled: Answer) => void, full: () => void): void {
    const accepted = this.#settler.offer({
      auctionId: this.auctionId,
      owner: this,
      request,
      attempts: 0,
      answer: (settled) => {
        this.#unanswered -= 1;
        answer(settled);
        if (this.#unanswered > 0) return;
        this.#idling?.resolve();
        this.#idling = undefined;
      },
    });
    if (accepted) this.#unanswered += 1;
    else full();
  }

  committed(after: OwnedState, accepted: readonly BidRecord[]): void {
    const before = this.#state;
    // Taken over again meanwhile: what was loaded then knows more than this commit does.
    if (before === undefined || before === after || before.epoch !== after.epoch) return;
    this.#state = after;
    const { ending } = after.auction;
    if (before.auction.ending === null && ending !== null && ending.kind !== 'cancelled')
      this.#observer.closed(this.auctionId, Math.max(0, this.#clock.nowMs() - after.auction.endsAtMs));
    this.watcher?.changed(before, after, accepted);
  }

  inDoubt(): void {
    this.#state = undefined;
  }

  lost(epoch: number): void {
    if (this.#state?.epoch !== epoch) return;
    this.#state = undefined;
    this.#isLost = true;
    this.#observer.epochLost(this.auctionId);
    this.watcher?.lost();
  }

  /** Others may have the auction from now on: what was sent so far is settled, unless that would mean to take it over again. */
  retire(): void {
    this.#isLost = true;
  }

  /** Resolves once everything sent so far has been answered. */
  idle(): Promise<void> {
    if (this.#unanswered === 0) return Promise.resolve();
    this.#idling ??= Promise.withResolvers<void>();
    return this.#idling.promise;
  }

  /** Where an account stands here. */
  standingOf(userId: UserId): { leading: boolean; maximumPoints: number | null } {
    const leader = this.#state?.auction.leader;
    return leader?.userId === userId
      ? { leading: this.#state?.auction.ending === null, maximumPoints: leader.maximumPoints }
      : { leading: false, maximumPoints: null };
  }
}

function refusalOf(answer: Answer): RefusalCode | undefined {
  switch (answer.kind) {
    case 'done':
    case 'bid':
      return undefined;
    case 'stale':
      return 'room_moved';
    case 'refused':
      return answer.code;
    default:
      return answer satisfies never;
  }
}
