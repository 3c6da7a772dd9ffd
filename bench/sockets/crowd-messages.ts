/** What a bench and its watchers, a process of their own, say to each other. */

/** In the room of an auction, on a bare WebSocket server, or on a stream of Server-Sent Events. */
export type Place =
  | { readonly kind: 'room'; readonly auctionId: string }
  | { readonly kind: 'socket' }
  | { readonly kind: 'stream' };

export type CrowdOrder =
  /** So many watchers at each of these places. */
  | {
      readonly kind: 'connect';
      readonly url: string;
      readonly places: readonly Place[];
      readonly watchers: number;
    }
  /** From now on patches are counted. Nothing may be under way. */
  | { readonly kind: 'measure' }
  | { readonly kind: 'report' }
  | { readonly kind: 'leave' };

/** Of one place; times by the machine's clock, one for each patch. */
type Received = {
  readonly firstMs: readonly number[];
  readonly lastMs: readonly number[];
  /** Patches that reached one watcher and not another. */
  readonly missing: number;
};

export type CrowdReport = {
  readonly places: readonly Received[];
  /** Sockets that were closed, not by us. */
  readonly lost: number;
  /** The last patch that came, in base64. */
  readonly patch: string;
};

export type CrowdAnswer =
  | { readonly kind: 'connected'; readonly seconds: number }
  | { readonly kind: 'measuring' }
  | { readonly kind: 'report'; readonly report: CrowdReport }
  | { readonly kind: 'left' };
