/** What the bench and its subscribers, a process of their own, say to each other. */
import type { Step } from './knowledge.ts';

export type CrowdOrder =
  /** A stream for each token. The first so many are of people who only watch. */
  | {
      readonly kind: 'connect';
      readonly url: string;
      readonly tokens: readonly string[];
      readonly watching: number;
    }
  /** From now on frames are counted. */
  | { readonly kind: 'measure' }
  /** How much was counted until now; all else goes on. */
  | { readonly kind: 'count' }
  /** Everything heard since they connected. */
  | { readonly kind: 'report' }
  | { readonly kind: 'leave' };

export type Count = { readonly frames: number; readonly bytes: number; readonly seconds: number };

export type CrowdReport = {
  /** Which prices were told to anybody who only watches: who bids is also told what led to being outbid. */
  readonly pricesTold: readonly number[];
  /** When everybody knew which price. */
  readonly steps: readonly Step[];
  /** Alerts that are kept for people: `number of the subscriber` and `position`. */
  readonly kept: readonly (readonly [number, number])[];
  /** Streams that ended by themselves. */
  readonly lost: number;
};

export type CrowdAnswer =
  | { readonly kind: 'connected' }
  | { readonly kind: 'measuring' }
  | { readonly kind: 'count'; readonly count: Count }
  | { readonly kind: 'report'; readonly report: CrowdReport }
  | { readonly kind: 'left' };
