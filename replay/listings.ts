import type { AuctionBody, Auctions, ListingRequest, OwnAffairs, Page } from '../client-sdk/index.ts';
import { isPassing, patiently } from './patience.ts';
import type { RecordedAuction } from './recording.ts';
import type { Reserves } from './reserves.ts';

const DAY_MS = 86_400_000;
const PAGE = 100;

export type ListingOptions = {
  readonly run: string;
  /** How many times faster than it happened. */
  readonly speed: number;
  /** How much longer than the recording an auction stays open. */
  readonly graceMs: number;
  readonly reserves: Reserves;
  readonly patienceMs: number;
  /** The house's time minus ours. */
  readonly houseAheadMs: number;
};

/** What listing needs of the seller's dealings with the house. */
export type Seller = {
  readonly auctions: Pick<Auctions, 'create'>;
  readonly me: Pick<OwnAffairs, 'auctions'>;
};

export type Listed = {
  readonly auctionId: string;
  /** When the recording's first day began, by our own clock. */
  readonly startedAtMs: number;
};

/** Lists each recorded auction once per run, whatever becomes of the server meanwhile. */
export class Listings {
  readonly #seller: Seller;
  readonly #options: ListingOptions;
  #before: Promise<ReadonlyMap<string, AuctionBody>> | undefined;

  constructor(seller: Seller, options: ListingOptions) {
    this.#seller = seller;
    this.#options = options;
  }

  async list(recorded: RecordedAuction): Promise<Listed> {
    const { patienceMs } = this.#options;
    // A process before this one may have begun the same run.
    this.#before ??= patiently(patienceMs, () => this.#ofThisRun());
    let found = (await this.#before).get(this.#title(recorded));
    const givesUpAtMs = Date.now() + patienceMs;
    while (found === undefined) {
      try {
        found = await this.#seller.auctions.create(this.#request(recorded));
      } catch (failure) {
        if (!isPassing(failure) || Date.now() > givesUpAtMs) throw failure;
        // Listed or not? Nobody told us, and asking again would list it twice: look it up.
        found = (await patiently(patienceMs, () => this.#ofThisRun())).get(this.#title(recorded));
      }
    }
    return this.#listed(recorded, found);
  }

  #request(recorded: RecordedAuction): ListingRequest {
    const { houseAheadMs, reserves } = this.#options;
    return {
      title: this.#title(recorded),
      description: `A recorded auction of ${recorded.durationDays} days. One point stands for one cent.`,
      startPricePoints: recorded.openingCents,
      reservePoints: reserves.get(recorded.auction) ?? null,
      ladder: 'ebay',
      endsAt: new Date(Date.now() + houseAheadMs + this.#openMs(recorded)).toISOString(),
    };
  }

  #title({ auction, item }: RecordedAuction): string {
    return `${item.slice(0, 40)} #${auction} (replay ${this.#options.run})`;
  }

  #openMs({ durationDays }: RecordedAuction): number {
    const { speed, graceMs } = this.#options;
    return (durationDays * DAY_MS) / speed + graceMs;
  }

  /** Reckoned back from the end, so that an auction found listed already goes on where it was. */
  #listed(recorded: RecordedAuction, { id, endsAt }: AuctionBody): Listed {
    const endsAtMs = Date.parse(endsAt) - this.#options.houseAheadMs;
    return { auctionId: id, startedAtMs: endsAtMs - this.#openMs(recorded) };
  }

  /** What this run has listed so far, by title. */
  async #ofThisRun(): Promise<Map<string, AuctionBody>> {
    const listed = new Map<string, AuctionBody>();
    let cursor: string | null = null;
    do {
      const page: Page<AuctionBody> = await this.#seller.me.auctions({ cursor, limit: PAGE });
      for (const body of page.items) listed.set(body.title, body);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return listed;
  }
}
