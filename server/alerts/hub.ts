import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { AuctionId, UserId } from '../../auction/auction.ts';
import { missedBy } from '../../persistence/alerts/missed.ts';
import type { SubscriptionNews } from '../../persistence/alerts/subscription-news.ts';
import type { Database } from '../../persistence/database.ts';
import type { Feed } from '../../persistence/feed/feed.ts';
import type { Doorkeeper } from '../../rooms/doors/doorkeeper.ts';
import { BidsFirst } from '../catalogue/bids-first.ts';
import { Gate } from '../catalogue/gate.ts';
import type { Config } from '../config.ts';
import { HTTP_LIMITS } from '../limits.ts';
import type { Log } from '../logs/log.ts';
import { AlertStream } from './alert-stream.ts';
import { anew, askedFor, type Beginning, fresh, resumed } from './beginning.ts';
import { Delivery } from './delivery.ts';
import { Follower } from './follower.ts';
import { STREAM_LIMITS } from './limits.ts';
import { linkTo } from './link.ts';
import { Listeners } from './listeners.ts';
import { Rounds } from './rounds.ts';
import { Slices } from './slices.ts';

type Options = {
  readonly database: Pick<Database, 'db' | 'reader'>;
  readonly feed: Pick<Feed, 'onNews'>;
  readonly news: SubscriptionNews;
  /** Of its own: it ends with the hub. */
  readonly doorkeeper: Doorkeeper;
  /** Of the rooms: resolves when no bid is being settled any more; undefined when none is now. */
  readonly settled: () => Promise<void> | undefined;
  readonly config: Pick<Config, 'publicUrl' | 'maxAlertStreams'>;
  readonly log: Log;
};

type Comer = {
  readonly userId: UserId;
  readonly sessionId: string;
  readonly lastEventId: string | undefined;
  readonly response: ServerResponse;
};

type Opened =
  /** Nothing is written before it starts. */
  | { readonly kind: 'opened'; readonly start: () => void }
  | { readonly kind: 'refused'; readonly code: 'too_many_streams' | 'busy' };

/** Everybody's streams of alerts on this node. */
export class AlertHub {
  readonly #options: Options;
  readonly #listeners = new Listeners();
  readonly #delivery: Delivery;
  readonly #follower: Follower;
  readonly #gate: Gate;
  readonly #bidsFirst: BidsFirst;
  readonly #link: (auctionId: AuctionId) => string;
  readonly #timers: readonly NodeJS.Timeout[];
  readonly #listenNoMore: () => void;
  readonly #rounds = new Rounds(this.#listeners);
  #isStopping = false;

  constructor(options: Options) {
    this.#options = options;
    const { database, feed, news, config, log } = options;
    this.#link = (auctionId) => linkTo(config, auctionId);
    this.#bidsFirst = new BidsFirst(options.settled, {
      perTurn: 1,
      patienceMs: STREAM_LIMITS.giveWayMs,
      quietMs: HTTP_LIMITS.quietMs,
    });
    this.#delivery = new Delivery(this.#listeners, new Slices(this.#bidsFirst), this.#link);
    this.#follower = new Follower({
      db: database.db,
      listeners: this.#listeners,
      delivery: this.#delivery,
      link: this.#link,
      log,
    });
    this.#gate = new Gate({ atOnce: STREAM_LIMITS.catchingUpAtOnce, waiting: config.maxAlertStreams });
    this.#listenNoMore = feed.onNews(() => this.#follower.look());
    news.onSay((userId) => void this.#follower.lookAtSaid([userId]));
    this.#timers = [
      setInterval(() => this.#lookAnyhow(), STREAM_LIMITS.lookMs),
      setInterval(() => void this.#beat(), STREAM_LIMITS.heartbeatMs),
    ];
  }

  /** A place for a stream, and what it says first. */
  async open({ userId, sessionId, lastEventId, response }: Comer): Promise<Opened> {
    const isFull = this.#listeners.streams >= this.#options.config.maxAlertStreams;
    // Who went away meanwhile gets any answer.
    if (this.#isStopping || isFull || response.destroyed) return { kind: 'refused', code: 'busy' };
    if ((this.#listeners.of(userId)?.streams.size ?? 0) >= STREAM_LIMITS.ofOnePerson)
      return { kind: 'refused', code: 'too_many_streams' };

    const stream = new AlertStream(userId, sessionId, response);
    const guest = { leave: () => void stream.bye('signed_out') };
    const leave = () => {
      this.#listeners.remove(stream);
      if (this.#listeners.people === 0) this.#follower.rest();
      this.#options.doorkeeper.leaves(sessionId, guest);
    };
    this.#listeners.add(stream);
    this.#options.doorkeeper.enters(sessionId, guest);
    response.once('close', leave);
    try {
      const beginning = await this.#beginning(stream, lastEventId);
      if (beginning === undefined || this.#isStopping) {
        leave();
        return { kind: 'refused', code: 'busy' };
      }
      return { kind: 'opened', start: () => void this.#start(stream, beginning) };
    } catch (error) {
      leave();
      throw error;
    }
  }

  async #beginning(stream: AlertStream, lastEventId: string | undefined): Promise<Beginning | undefined> {
    const after = askedFor(lastEventId);
    if (after === 'anywhere') return fresh(await this.#follower.arrive(stream));
    if (after === 'unknown') return anew(await this.#follower.arrive(stream), 'unknown_id');
    return this.#gate.through(async () => {
      // It may have waited, and gone.
      if (!stream.isOpen) return undefined;
      const live = await this.#follower.arrive(stream);
      const missed = await missedBy(this.#options.database.reader, stream.userId, {
        after,
        upTo: live,
        most: STREAM_LIMITS.missed,
      });
      if (missed.kind === 'anew') return anew(live, missed.reason);
      return resumed({ receiverId: stream.userId, after, live, missed, link: this.#link });
    });
  }

  async #start(stream: AlertStream, { frames, position }: Beginning): Promise<void> {
    const slices = new Slices(this.#bidsFirst);
    try {
      for (const frame of frames) {
        stream.write(frame);
        await (stream.drained() ?? slices.wrote());
        if (!stream.isOpen) return;
      }
      stream.goLive(position);
    } catch (error) {
      this.#options.log.error({ err: error }, 'a stream of alerts ended');
      stream.cut();
    }
  }

  /** Somebody's subscriptions were changed here. Resolves when their streams know. */
  async subscriptionsChanged(userId: UserId): Promise<void> {
    this.#options.news.say(userId);
    if (this.#listeners.of(userId) !== undefined) await this.#follower.lookAtSaid([userId]);
  }

  /** Open streams, frames written and readers cut off since the start, and how many events are not handed out yet. */
  stats() {
    return { streams: this.#listeners.streams, ...this.#delivery.counts, behind: this.#follower.behind };
  }

  /** Says good-bye to everybody; nobody is let in any more. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#listenNoMore();
    for (const timer of this.#timers) clearInterval(timer);
    this.#options.doorkeeper.stop();
    this.#options.news.stop();
    await this.#follower.stop();
    const gone = this.#streams().map((stream) => stream.bye('shutdown'));
    await Promise.race([Promise.all(gone), pause(STREAM_LIMITS.farewellMs, undefined, { ref: false })]);
    for (const stream of this.#streams()) stream.cut();
  }

  #streams(): AlertStream[] {
    return [...this.#listeners.all()].flatMap(({ streams }) => [...streams]);
  }

  /** For what nobody said: news, and what was said on other nodes. */
  #lookAnyhow(): void {
    this.#follower.look();
    const userIds = this.#rounds.next();
    if (userIds.length > 0) void this.#follower.lookAtSaid(userIds);
  }

  async #beat(): Promise<void> {
    const slices = new Slices(this.#bidsFirst);
    for (const stream of this.#streams()) {
      stream.beat();
      await slices.wrote();
    }
  }
}
