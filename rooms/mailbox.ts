import { ROOM_LIMITS } from './limits.ts';

/** First come, first served, bounded per address and in all. */
export class Mailbox<T extends { readonly auctionId: string }> {
  #waiting: T[] = [];
  #head = 0;
  readonly #perAuction = new Map<string, number>();

  get size(): number {
    return this.#waiting.length - this.#head;
  }

  /** False when it is full: nothing was taken in. */
  offer(letter: T): boolean {
    const waiting = this.#perAuction.get(letter.auctionId) ?? 0;
    if (waiting >= ROOM_LIMITS.waitingPerAuction || this.size >= ROOM_LIMITS.waitingInAll) return false;
    this.#waiting.push(letter);
    this.#perAuction.set(letter.auctionId, waiting + 1);
    return true;
  }

  /** The next letters in order of arrival. */
  take(most: number): T[] {
    const letters = this.#waiting.slice(this.#head, this.#head + most);
    this.#head += letters.length;
    for (const { auctionId } of letters) {
      const left = (this.#perAuction.get(auctionId) ?? 0) - 1;
      if (left > 0) this.#perAuction.set(auctionId, left);
      else this.#perAuction.delete(auctionId);
    }
    // Removing from the front is dear, so it is done for many at once.
    if (this.#head > 1_024 || this.#head === this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    }
    return letters;
  }
}
