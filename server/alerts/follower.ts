import { isKept, passingAlert } from '../../auction/alerts.ts';
import type { AuctionId, UserId } from '../../auction/auction.ts';
import { titlesOf } from '../../persistence/alerts/missed.ts';
import { receiversOf } from '../../persistence/alerts/receivers.ts';
import { saidBy } from '../../persistence/alerts/subscribed.ts';
import type { Database } from '../../persistence/database.ts';
import { eventsAfter, feedPosition } from '../../persistence/feed/reading.ts';
import type { Log } from '../logs/log.ts';
import type { AlertStream } from './alert-stream.ts';
import type { Delivery } from './delivery.ts';
import { concerning, moving, noteParts } from './interest.ts';
import { STREAM_LIMITS } from './limits.ts';
import type { Listeners } from './listeners.ts';
import { Receivers } from './receivers.ts';
import { Ticks } from './ticks.ts';
import { Titles } from './titles.ts';

type Options = {
  readonly db: Database['db'];
  readonly listeners: Listeners;
  readonly delivery: Delivery;
  readonly link: (auctionId: AuctionId) => string;
  readonly log: Log;
};

type Arriving = { readonly stream: AlertStream } & PromiseWithResolvers<number>;

/**
 * Follows the feed for everybody connected, as long as somebody is. It does one thing after another: whoever arrives, and what they said,
 * is read between two events and never during one.
 */
export class Follower {
  readonly #options: Options;
  readonly #titles: Titles;
  /** Everything up to here was handed out; undefined while nobody listens. */
  #position: number | undefined;
  #behind = 0;
  #turn: Promise<void> = Promise.resolve();
  #isDue = false;
  #arriving: Arriving[] = [];
  readonly #ticks = new Ticks(() => {
    void this.#inTurn('prices were not handed out', () => this.#tick());
  });

  constructor(options: Options) {
    this.#options = options;
    this.#titles = new Titles((auctionIds) => titlesOf(options.db, auctionIds));
  }

  /** How many events are known that were not handed out yet. */
  get behind(): number {
    return this.#behind;
  }

  /** There may be news. While nobody listens, nothing is read. */
  look(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    void this.#inTurn('the feed was not followed; trying again', () => this.#follow());
  }

  /** From the position it resolves with, the stream is offered everything. */
  arrive(stream: AlertStream): Promise<number> {
    const arriving: Arriving = { stream, ...Promise.withResolvers<number>() };
    // Those who come while others are read are read together.
    if (this.#arriving.push(arriving) === 1) void this.#inTurn('nobody could be let in', () => this.#letIn());
    return arriving.promise;
  }

  /** Resolves when what these people said is known as it is now, or could not be read. */
  lookAtSaid(userIds: readonly UserId[]): Promise<void> {
    return this.#inTurn('subscriptions were not read; they will be', () => this.#readSaid(userIds));
  }

  /** Nobody listens any more: whoever comes next begins where the feed is then. */
  rest(): void {
    this.#position = undefined;
    this.#behind = 0;
    this.#options.delivery.forget();
  }

  /** Resolves when nothing is going on any more. */
  async stop(): Promise<void> {
    await this.#turn;
    this.#ticks.stop();
    await this.#turn;
  }

  #inTurn(failed: string, task: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(task).catch((error: unknown) => {
      this.#options.log.warn({ err: error }, failed);
    });
    return this.#turn;
  }

  async #letIn(): Promise<void> {
    const arriving = this.#arriving;
    this.#arriving = [];
    try {
      const position = this.#position ?? (await feedPosition(this.#options.db)).head;
      this.#position = position;
      await this.#readSaid(new Set(arriving.map(({ stream }) => stream.userId)));
      for (const { stream, resolve } of arriving) {
        stream.begin(position);
        resolve(position);
      }
    } catch (error) {
      for (const { reject } of arriving) reject(error);
    }
  }

  async #readSaid(userIds: Iterable<UserId>): Promise<void> {
    const { db, listeners } = this.#options;
    const connected = [...userIds].filter((userId) => listeners.of(userId) !== undefined);
    for (let from = 0; from < connected.length; from += STREAM_LIMITS.peopleAtOnce) {
      const some = connected.slice(from, from + STREAM_LIMITS.peopleAtOnce);
      listeners.said(some, await saidBy(db, some));
    }
  }

  async #follow(): Promise<void> {
    this.#isDue = false;
    let more = true;
    while (more) {
      more = await this.#step();
      if (this.#options.delivery.isHolding && this.#ticks.isDue()) await this.#tick();
    }
  }

  /** Hands out some events; whether there are more. */
  async #step(): Promise<boolean> {
    const { db, listeners, delivery } = this.#options;
    if (listeners.people === 0) this.rest();
    if (this.#position === undefined) return false;
    const events = await eventsAfter(db, this.#position, STREAM_LIMITS.events);
    const isMore = events.length === STREAM_LIMITS.events;
    this.#behind = isMore ? (await feedPosition(db)).head - this.#position : events.length;
    noteParts(events, listeners);
    const titles = await this.#titles.of(moving(events, listeners));
    const among = listeners.people > STREAM_LIMITS.namedReceivers ? undefined : listeners.userIds();
    const receivers = new Receivers(concerning(events, listeners), (positions, page) =>
      receiversOf(db, positions, { ...page, among }),
    );
    for (const { position, event } of events) {
      if (isKept(event)) await delivery.kept(position, event, receivers.of(position));
      const title = titles.get(event.auctionId);
      if (title !== undefined) {
        const passing = passingAlert(event, { position, title, link: this.#options.link(event.auctionId) });
        if (passing !== undefined) delivery.holdBack(position, passing);
      }
      if (event.kind === 'closed' || event.kind === 'withdrawn') listeners.over(event.auctionId);
      // Each by itself: if the next fails, this one is not handed out again.
      this.#position = position;
      this.#behind -= 1;
    }
    return isMore;
  }

  #tick(): Promise<void> {
    this.#ticks.ticked();
    return this.#options.delivery.tick();
  }
}
