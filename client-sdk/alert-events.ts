import type { Alert, AlertKind } from '../auction/alerts.ts';
import type { AlertAnew } from '../auction/api-alerts.ts';

/** How a stream of alerts is connected. */
export type AlertConnection =
  /** `resumed`: it goes on exactly where it was; else it begins now. */
  | { readonly state: 'connected'; readonly resumed: boolean }
  /** It broke, or could not be repaired yet; the next attempt comes in `waitMs`, and goes on after the last alert. */
  | {
      readonly state: 'reconnecting';
      readonly failure: Error;
      readonly attempt: number;
      readonly waitMs: number;
    }
  /** Whoever iterates is so far behind that it was let go; it goes on by itself once they have caught up. */
  | { readonly state: 'paused' }
  /** Given up: the sign-in is not valid any more. Whoever iterates gets `failure` after what was still waiting. */
  | { readonly state: 'lost'; readonly failure: Error }
  /** `close()` was called, or the loop was left. */
  | { readonly state: 'closed' };

/** What a stream of alerts tells, by event: every alert, each kind by its name, and how the stream itself is. */
export type AlertEvents = { [Kind in AlertKind]: Extract<Alert, { kind: Kind }> } & {
  alert: Alert;
  /** What came since the last alert cannot all be told; `me.alerts()` lists what is kept. Prices of before are out of date. */
  anew: AlertAnew;
  connection: AlertConnection;
};

export type AlertOptions = {
  /** `lastId` of a stream before, on whichever page or process: this one goes on after it. Default: begin with what happens from now on. */
  readonly after?: string | null;
  /** The longest wait between attempts to connect. Default 10,000 ms. */
  readonly maxBackoffMs?: number;
  /** A stream silent for so long is dropped and made again. Default 40,000 ms: the house says something every 15. */
  readonly silenceMs?: number;
  /** Alerts that may wait for whoever iterates. Default 1,000. */
  readonly mostWaiting?: number;
};

const DEFAULTS = { maxBackoffMs: 10_000, silenceMs: 40_000, mostWaiting: 1_000 };

/** One given as `undefined` counts as not given. */
export const alertSettings = (given: AlertOptions): Required<AlertOptions> => ({
  after: given.after ?? null,
  maxBackoffMs: given.maxBackoffMs ?? DEFAULTS.maxBackoffMs,
  silenceMs: given.silenceMs ?? DEFAULTS.silenceMs,
  mostWaiting: given.mostWaiting ?? DEFAULTS.mostWaiting,
});
