import { ROOM_LIMITS } from './limits.ts';

/** What a mailbox needs to know of a letter; commands have no bidder. */
type Addressed = {
  readonly auctionId: string;
  readonly request: { readonly kind: string; readonly bidderId?: string };
};

/** First come, first served, bounded per auction, per bidder and in all: who sends too much must not lock out the others. */
export class Mailbox<T extends Addressed> {
  #waiting: T[] = [];
  #head = 0;
  readonly #perAuction = new Tally();
  readonly #perBidder = new Tally();

  get size(): number {
    return this.#waiting.length - this.#head;
  }

  /** False when it is full: nothing was taken in. */
  offer(letter: T): boolean {
    const { auctionId, request } = letter;
    if (this.size >= ROOM_LIMITS.waitingInAll) return false;
    if (this.#perAuction.of(auctionId) >= ROOM_LIMITS.waitingPerAuction) return false;
    if (this.#perBidder.of(request.bidderId) >= ROOM_LIMITS.waitingPerBidder) return false;
    this.#waiting.push(letter);
    this.#perAuction.add(auctionId, 1);
    this.#perBidder.add(request.bidderId, 1);
    return true;
  }

  /** The next letters in order of arrival. */
  take(most: number): T[] {
    const letters = this.#waiting.slice(this.#head, this.#head + most);
    this.#head += letters.length;
    for (const { auctionId, request } of letters) {
      this.#perAuction.add(auctionId, -1);
      this.#perBidder.add(request.bidderId, -1);
    }
    // Removing from the front is dear, so it is done for many at once.
    if (this.#head > 1_024 || this.#head === this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    }
    return letters;
  }
}

/** How many there are of each name; nothing is kept of those that there are none of. */
class Tally {
  readonly #counts = new Map<string, number>();

  of(name: string | undefined): number {
    return name === undefined ? 0 : (this.#counts.get(name) ?? 0);
  }

  add(name: string | undefined, change: 1 | -1): void {
    if (name === undefined) return;
    const count = this.of(name) + change;
    if (count > 0) this.#counts.set(name, count);
    else this.#counts.delete(name);
  }
}
