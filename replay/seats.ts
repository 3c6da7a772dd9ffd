import type { LiveAuction, ReadyAuction } from '../client-sdk/index.ts';

/** The bidders of one auction in its room: each comes when first expected and goes after the last bid. */
export class Seats {
  readonly #auctionId: string;
  readonly #bidders: ReadonlyMap<number, ReadyAuction>;
  readonly #joined: (live: LiveAuction) => void;
  readonly #seats = new Map<number, Promise<LiveAuction>>();

  constructor(
    auctionId: string,
    bidders: ReadonlyMap<number, ReadyAuction>,
    joined: (live: LiveAuction) => void,
  ) {
    this.#auctionId = auctionId;
    this.#bidders = bidders;
    this.#joined = joined;
  }

  /** The bidder's seat, taken now unless it is held already. */
  of(bidder: number): Promise<LiveAuction> {
    let seat = this.#seats.get(bidder);
    if (seat === undefined) {
      seat = this.#take(bidder);
      this.#seats.set(bidder, seat);
      // Taken ahead of time, it may fail before anybody awaits it; whoever does hears of it.
      seat.catch(() => undefined);
    }
    return seat;
  }

  async leave(bidder: number): Promise<void> {
    const seat = this.#seats.get(bidder);
    this.#seats.delete(bidder);
    await (await seat)?.leave();
  }

  async #take(bidder: number): Promise<LiveAuction> {
    const house = this.#bidders.get(bidder);
    if (house === undefined) throw new Error(`bidder ${bidder} has no account`);
    const live = await house.join(this.#auctionId);
    this.#joined(live);
    return live;
  }
}
