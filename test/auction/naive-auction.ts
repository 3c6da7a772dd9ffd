/**
 * The rules once more, from the words of the design and without looking at the code: all accepted bids in a list, everything else
 * worked out from the whole list each time. Slow, and wrong in other ways than the rules could be.
 */
import type { BidRecord } from '../../auction/records.ts';
import type { Terms } from '../../auction/terms.ts';

type Accepted = Pick<BidRecord, 'bidderId' | 'kind' | 'points' | 'atMs'>;

export class NaiveAuction {
  readonly #terms: Terms;
  readonly #accepted: Accepted[] = [];
  price: number;
  endsAtMs: number;

  constructor(terms: Terms) {
    this.#terms = terms;
    this.price = terms.startPricePoints;
    this.endsAtMs = terms.plannedEndsAtMs;
  }

  /** The highest accepted bid; of equal ones the earlier. */
  get leading(): Accepted | undefined {
    // Sorting is stable, so equal bids stay in the order in which they came.
    return [...this.#accepted].sort((one, other) => other.points - one.points)[0];
  }

  get minimum(): number {
    return this.leading === undefined ? this.#terms.startPricePoints : this.#outbidding(this.price);
  }

  /** Takes in a bid that the rules have accepted. */
  accept(bid: Accepted): void {
    const before = this.leading;
    this.#accepted.push(bid);
    const isRaise = before !== undefined && before.bidderId === bid.bidderId;
    if (!isRaise) this.price = this.#priceAgainstOthers(bid);
    const reserve = this.#terms.reservePoints;
    if (reserve !== null && this.#top().points >= reserve) this.price = Math.max(this.price, reserve);
    this.#extend(bid.atMs);
  }

  #top(): Accepted {
    const top = this.leading;
    if (top === undefined) throw new Error('nobody has bid');
    return top;
  }

  /** One increment over the runner-up, but no more than the leader's maximum; a winning plain bid is the price itself. */
  #priceAgainstOthers(newest: Accepted): number {
    const top = this.#top();
    if (newest === top && newest.kind !== 'maximum') return newest.points;
    const others = this.#accepted
      .filter(({ bidderId }) => bidderId !== top.bidderId)
      .map((bid) => bid.points);
    if (others.length === 0) return this.#terms.startPricePoints;
    return Math.min(top.points, this.#outbidding(Math.max(...others)));
  }

  #outbidding(amount: number): number {
    const rung = this.#terms.ladder.find(({ belowPoints }) => belowPoints === null || amount < belowPoints);
    return amount + (rung?.stepPoints ?? Number.NaN);
  }

  #extend(atMs: number): void {
    const { softClose, plannedEndsAtMs } = this.#terms;
    if (softClose === null || this.endsAtMs - atMs > softClose.windowMs) return;
    const wished = Math.min(atMs + softClose.extendByMs, plannedEndsAtMs + softClose.capMs);
    this.endsAtMs = Math.max(this.endsAtMs, wished);
  }
}
