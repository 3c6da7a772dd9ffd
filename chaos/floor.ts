/** The auction floor: so many places, in each one auction after the other, and the same bidders in front of it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { ReadyAuction } from '../client-sdk/index.ts';
import { passes } from './asking.ts';
import { Attendance } from './attendance.ts';
import type { Availability } from './availability.ts';
import type { ClientLog } from './client-log.ts';
import { type Lot, type LotTimes, listing, lotOf } from './lot.ts';
import type { Random } from './random.ts';

export type Guest = { readonly house: ReadyAuction; readonly log: ClientLog };

export type FloorOptions = {
  readonly sellers: readonly ReadyAuction[];
  readonly guests: readonly Guest[];
  readonly places: number;
  /** At how many of them one auction goes on beyond the end of everything. */
  readonly endless: number;
  readonly times: LotTimes;
  readonly thinkMs: number;
  readonly random: Random;
  readonly availability: Pick<Availability, 'opened' | 'gone' | 'accepted'>;
};

/** Everybody stands at two places, so that their money is wanted in two auctions. */
const PLACES_PER_GUEST = 2;
const LIST_PAUSE_MS = 250;
/** So long it takes until there is a first auction in every place. */
const OPENING_MS = 3_000;
/** Some auctions should still end after everything, in a house that is whole again. */
const CLOSING_MS = 6_000;
/** A crowd comes one by one. */
const ARRIVING_MS = 1_500;
const ENDLESS: LotTimes = { startsInMs: [500, 2_500], lastsMs: [3_600_000, 3_600_000] };

export class Floor {
  readonly #options: FloorOptions;
  readonly #leaving = new AbortController();
  readonly #attendances = new Map<string, Attendance[]>();
  #closing = false;
  #places: Promise<unknown> = Promise.resolve();
  readonly #unexplained: unknown[] = [];

  constructor(options: FloorOptions) {
    this.#options = options;
  }

  /** What clients threw and no fault explains. */
  get unexplained(): readonly unknown[] {
    return this.#unexplained;
  }

  open(): void {
    const { places, guests } = this.#options;
    const numbers = Array.from({ length: places }, (_, number) => number);
    this.#places = Promise.all(
      numbers.map((place) => {
        const crowd = guests.filter((_, guest) => standsAt(guest, place, places));
        return this.#runPlace(place, crowd, this.#options.random.branch());
      }),
    );
  }

  /** Makes somebody bid in an auction who is free to. */
  hurry(auctionId: string): void {
    for (const attendance of this.#attendances.get(auctionId) ?? []) {
      if (attendance.hurry()) return;
    }
  }

  /** Nothing new is listed; resolves when everybody has gone home. What has not ended by then stays open. */
  async close(): Promise<void> {
    this.#closing = true;
    const leaving = setTimeout(() => this.#leaving.abort(), CLOSING_MS);
    await this.#places;
    clearTimeout(leaving);
  }

  async #runPlace(place: number, crowd: readonly Guest[], random: Random): Promise<void> {
    const { endless, times, places } = this.#options;
    // A house does not list everything in the same moment.
    await pause((place / places) * OPENING_MS);
    while (!this.#closing) {
      const isEndless = place < endless;
      const lot = await this.#list(random, isEndless ? ENDLESS : times);
      if (lot === undefined) continue;
      await this.#runLot(lot, crowd, random);
    }
  }

  async #runLot(lot: Lot, crowd: readonly Guest[], random: Random): Promise<void> {
    const { availability, thinkMs } = this.#options;
    const { auctionId } = lot;
    availability.opened(lot);
    const present: Attendance[] = [];
    this.#attendances.set(auctionId, present);
    const attend = async ({ house, log }: Guest, own: Random) => {
      await pause(own.between(0, ARRIVING_MS));
      const attendance = await Attendance.begin({
        house,
        log,
        lot,
        random: own,
        thinkMs,
        signal: this.#leaving.signal,
        accepted: (id, arrivedAtMs) => availability.accepted(id, arrivedAtMs),
        // Whoever sees the end first sees it for all: after a buy-now there is nothing to wait for.
        over: () => availability.gone(auctionId),
      });
      if (attendance === undefined) return;
      present.push(attendance);
      await attendance.run();
    };
    await Promise.all(
      crowd.map((guest) =>
        attend(guest, random.branch()).catch((failure: unknown) => {
          this.#unexplained.push(failure);
        }),
      ),
    );
    availability.gone(auctionId);
    this.#attendances.delete(auctionId);
  }

  async #list(random: Random, times: LotTimes): Promise<Lot | undefined> {
    const { sellers } = this.#options;
    const seller = sellers[random.between(0, sellers.length - 1)];
    try {
      const lot = await seller?.auctions.create(listing(random, times));
      return lot && lotOf(lot);
    } catch (failure) {
      if (!passes(failure)) this.#unexplained.push(failure);
      await pause(LIST_PAUSE_MS);
      return undefined;
    }
  }
}

const standsAt = (guest: number, place: number, places: number) =>
  Array.from({ length: PLACES_PER_GUEST }, (_, nth) => (guest + nth * (1 + (guest % 7))) % places).includes(
    place,
  );
