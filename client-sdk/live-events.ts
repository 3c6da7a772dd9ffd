import type { AuctionView, Standing } from '../auction/protocol.ts';
import type { Closing, Extension, Outbid, PriceChange } from './view-changes.ts';

/** How a live auction is connected. */
export type ConnectionChange =
  | { readonly state: 'connected' }
  /** It broke, or could not be repaired yet; the next attempt comes in `waitMs`. Bids made meanwhile wait and are sent then. */
  | {
      readonly state: 'reconnecting';
      readonly failure: Error;
      readonly attempt: number;
      readonly waitMs: number;
    }
  /** Given up: the auction is gone or the sign-in not valid any more. Pending bids rejected with `failure`. */
  | { readonly state: 'lost'; readonly failure: Error }
  /** `leave()` was called. */
  | { readonly state: 'left' };

/** What a live auction tells, by event. */
export type LiveEvents = {
  /** Anything everybody can see changed. */
  view: AuctionView;
  price: PriceChange;
  /** Where this account stands changed. */
  standing: Standing;
  /** Somebody else leads now; told on return if it happened while disconnected. */
  outbid: Outbid;
  extended: Extension;
  /** Once, when the auction becomes closed or cancelled while being watched. */
  closed: Closing;
  connection: ConnectionChange;
};

export type LiveOptions = {
  /** How long a bid may wait for its final outcome before `BidUndecided`. Default 60,000 ms. */
  readonly bidDeadlineMs?: number;
  /** How long `join` keeps trying before it rejects. Default 30,000 ms. */
  readonly joinDeadlineMs?: number;
  /** The longest wait between attempts to join. Default 3,000 ms. */
  readonly maxBackoffMs?: number;
  /** How often the house's time is asked for. Default 5,000 ms. */
  readonly pingEveryMs?: number;
  /** A connection that leaves such a question unanswered this long is dropped and made again. Default 5,000 ms. */
  readonly pingTimeoutMs?: number;
  /** Bids sent per second at most; more wait. Default 30, because the server drops sockets that send more than 50 messages. */
  readonly maxBidsPerSecond?: number;
};

const DEFAULTS: Required<LiveOptions> = {
  bidDeadlineMs: 60_000,
  joinDeadlineMs: 30_000,
  maxBackoffMs: 3_000,
  pingEveryMs: 5_000,
  pingTimeoutMs: 5_000,
  maxBidsPerSecond: 30,
};

/** The later options win; one given as `undefined` counts as not given. */
export function liveSettings(...given: readonly LiveOptions[]): Required<LiveOptions> {
  const settings = { ...DEFAULTS };
  for (const options of given) {
    for (const name of Object.keys(DEFAULTS) as (keyof LiveOptions)[]) {
      settings[name] = options[name] ?? settings[name];
    }
  }
  return settings;
}
