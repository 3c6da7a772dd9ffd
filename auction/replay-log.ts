import { type Auction, listed, minimumBid } from './auction.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { type Difference, differing, standingOf } from './differences.ts';
import { type Movement, movementsOf } from './events.ts';
import { evolve } from './evolve.ts';
import { LIMITS } from './limits.ts';
import type { BidRecord, OwnedState, ProlongationRecord } from './records.ts';

/** What one log entry comes to when it is decided again. */
export type Redecided = {
  readonly seq: number;
  readonly movements: readonly Movement[];
  readonly differences: readonly Difference[];
};

/**
 * Decides the log of one auction again, from its first attempt, entry by entry, so that a log of any length fits in memory. Believes
 * nothing but the terms, the bids as they were sent, what their bidders could pay, and when the auction was ended.
 */
export class LogReplay {
  readonly #stored: OwnedState;
  #auction: Auction;
  #seq = 0;
  #epoch = 0;
  #closedSeq: number | null = null;
  /** Until something was decided by the terms, the seller may have changed them. */
  #termsFrozen = false;

  constructor(stored: OwnedState) {
    const { id, sellerId, terms } = stored.auction;
    this.#stored = stored;
    this.#auction = listed(id, sellerId, terms);
  }

  /** The next logged bid, preceded by the closing entry when that is the one between. */
  bid(record: BidRecord): Redecided[] {
    const closing = this.#closingBefore(record.seq);
    const differences = [...this.#numbering(record.seq), ...notBelow(record.seq, record.epoch, this.#epoch)];
    this.#epoch = Math.max(this.#epoch, record.epoch);
    const decision = this.#decideAgain(record);
    this.#take(decision, record.seq);
    differences.push(...this.#compare(record, decision));
    return [...closing, { seq: record.seq, movements: movements(decision), differences }];
  }

  /** The next entry when it is a prolongation. When it was due follows from outages, which are not judged here. */
  prolongation({ seq, atMs, endsAtMs }: ProlongationRecord): Redecided {
    const differences = this.#numbering(seq);
    const decision = decide(this.#auction, { kind: 'prolong', atMs, endsAtMs });
    this.#take(decision, seq);
    this.#termsFrozen = true;
    if (decision.kind === 'refused')
      differences.push(...differing(seq, { endsAtMs }, { endsAtMs: decision.code }));
    return { seq, movements: [], differences };
  }

  /** After the last logged bid: the closing entry, if that comes last, and the state that all of it led to. */
  end(): Redecided[] {
    const stored = this.#stored;
    const closing = this.#closingBefore(Number.POSITIVE_INFINITY);
    const differences = [
      ...differing(null, standingOf(stored.auction), standingOf(this.#auction)),
      ...differing(null, positionOf(stored), { seq: this.#seq, closedSeq: this.#closedSeq }),
      ...notBelow(null, stored.epoch, this.#epoch),
    ];
    return [...closing, { seq: this.#seq, movements: [], differences }];
  }

  /** Closing and cancelling are log entries that are no bids: only their number, time and ending are stored. */
  #closingBefore(seq: number): Redecided[] {
    const { closedSeq, auction } = this.#stored;
    if (closedSeq === null || auction.ending === null || closedSeq <= this.#seq || closedSeq >= seq)
      return [];
    const differences = this.#numbering(closedSeq);
    const kind = auction.ending.kind === 'cancelled' ? 'cancel' : 'close';
    const decision = decide(this.#auction, { kind, atMs: auction.ending.atMs });
    this.#take(decision, closedSeq);
    this.#termsFrozen = true;
    if (decision.kind === 'refused') {
      differences.push(...differing(closedSeq, { ending: auction.ending.kind }, { ending: decision.code }));
    }
    return [{ seq: closedSeq, movements: movements(decision), differences }];
  }

  #decideAgain({ kind, bidderId, points, availablePoints, atMs, outcome }: BidRecord): Decision {
    // Whether the id was used before is not the business of one auction's rules: another auction may have used it.
    if (outcome === 'duplicate_bid_id') return { kind: 'refused', code: outcome };
    const { startsAtMs } = this.#auction.terms;
    const movedSince = !this.#termsFrozen && atMs >= startsAtMs && atMs < startsAtMs + LIMITS.startInPastMs;
    // An edit may have moved the start to before this attempt, and no further back than an edit may.
    if (outcome === 'not_started' && movedSince) return { kind: 'refused', code: outcome };
    return decide(this.#auction, { kind, bidderId, points, availablePoints, atMs });
  }

  #compare(record: BidRecord, decision: Decision): Difference[] {
    const outcome = decision.kind === 'accepted' ? 'accepted' : decision.code;
    const leading = outcome === 'accepted' && this.#auction.leader?.userId === record.bidderId;
    const differences = differing(
      record.seq,
      { outcome: record.outcome, leading: record.leading },
      { outcome, leading },
    );
    // Attempts before the start were answered with the price of their time.
    if (outcome !== 'not_started' && outcome !== 'duplicate_bid_id') this.#termsFrozen = true;
    if (!this.#termsFrozen) return differences;
    return differences.concat(
      differing(
        record.seq,
        { pricePoints: record.pricePoints, minimumPoints: record.minimumPoints },
        { pricePoints: this.#auction.pricePoints, minimumPoints: minimumBid(this.#auction) },
      ),
    );
  }

  #take(decision: Decision, seq: number): void {
    this.#seq = seq;
    if (decision.kind === 'refused') return;
    for (const event of decision.events) {
      this.#auction = evolve(this.#auction, event);
      if (event.kind === 'closed') this.#closedSeq = seq;
    }
  }

  #numbering(seq: number): Difference[] {
    return differing(seq, { numbering: seq }, { numbering: this.#seq + 1 });
  }
}

const movements = (decision: Decision): Movement[] =>
  decision.kind === 'accepted' ? movementsOf(decision.events) : [];

const positionOf = ({ seq, closedSeq }: OwnedState) => ({ seq, closedSeq });

/** Owners follow each other by epoch, so that it never falls along the log. */
const notBelow = (seq: number | null, epoch: number, earlier: number): Difference[] =>
  differing(seq, { epoch }, { epoch: epoch < earlier ? `${earlier} or more` : epoch });
