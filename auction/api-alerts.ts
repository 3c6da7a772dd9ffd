/** The REST interface's JSON shapes of subscriptions, alerts and the feed; the rest is in `api.ts`, what an alert says in `alerts.ts`. */
import type { KeptAlert, SubscriptionReason } from './alerts.ts';
import type { Page, PageQuery } from './api.ts';
import type { Phase } from './auction.ts';
import type { NumberedEvent } from './feed.ts';

/** The answer to `PUT` and `DELETE /api/auctions/:id/subscription`; `reason`: why one hears of it, or as what one takes part and still does not. */
export type SubscriptionState = {
  readonly auctionId: string;
  readonly subscribed: boolean;
  readonly reason: SubscriptionReason | null;
};

/** `GET /api/me/subscriptions`, newest first: what one hears of. */
export type SubscriptionBody = {
  readonly auctionId: string;
  readonly title: string;
  readonly reason: SubscriptionReason;
  readonly phase: Phase;
  readonly pricePoints: number;
  readonly bidCount: number;
  readonly endsAt: string;
  /** Since when. */
  readonly at: string;
};

/** An item of `GET /api/me/alerts`, newest first. */
export type StoredAlert = KeptAlert & { readonly read: boolean };

export type StoredAlertsQuery = PageQuery & {
  /** Only those that were not read. */
  readonly unread?: boolean;
};

/** `unreadCount` counts to 1,000 and no further. */
export type StoredAlertsPage = Page<StoredAlert> & { readonly unreadCount: number };

/** `PUT /api/me/alerts/read`: everything up to this alert's id was read. It only moves forward. */
export type ReadMark = { readonly upTo: string };
export type ReadMarkBody = ReadMark & { readonly unreadCount: number };

/** What the stream `GET /api/alerts` says of itself, as the data of its events `hello`, `anew` and `bye`. */
export type AlertHello = {
  /** Where it begins, or goes on. */
  readonly position: string;
  /** Whether it goes on exactly after the id it was asked to go on after. */
  readonly resumed: boolean;
};
export type AlertAnew = { readonly reason: 'unknown_id' | 'too_old' | 'too_many' };
export type AlertBye = { readonly reason: 'shutdown' | 'signed_out' };

/** What `GET /api/feed` may be asked. */
export type FeedQuery = {
  /** The position one has read up to; without it, from the oldest that is kept. */
  readonly after?: number;
  readonly limit?: number;
  /** How long to wait for something where there is nothing yet. */
  readonly waitSeconds?: number;
};

/** `GET /api/feed`: events in their order; ask with `nextAfter` as `after` for what follows. */
export type FeedPage = { readonly items: readonly NumberedEvent[]; readonly nextAfter: number };
