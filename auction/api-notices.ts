/** The REST interface's JSON shapes of push and e-mail; the rest is in `api.ts`. */
import type { NoticeKind } from './alerts.ts';
import type { AuctionId } from './auction.ts';

/** `GET /api/push-key`: what a browser's `PushManager.subscribe()` takes as `applicationServerKey`. */
export type PushKeyBody = { readonly publicKey: string };

/** `PUT /api/me/push-endpoints`: what `PushSubscription.toJSON()` gives. */
export type PushEndpointRequest = {
  readonly endpoint: string;
  /** Of no account: an endpoint is forgotten when its push service says that it is gone. */
  readonly expirationTime?: number | null;
  readonly keys: { readonly p256dh: string; readonly auth: string };
};

/** `GET /api/me/push-endpoints` answers `{ items }`, the latest first. */
export type PushEndpointBody = { readonly id: string; readonly endpoint: string; readonly addedAt: string };

/** `PUT /api/me/notice-preferences`: which kinds are to be told by e-mail, and which to one's browsers. */
export type NoticePreferences = {
  readonly email: readonly NoticeKind[];
  readonly push: readonly NoticeKind[];
};

/** `GET /api/me/notice-preferences`: and which of the two ways this house has at all. */
export type NoticePreferencesBody = NoticePreferences & {
  readonly emailAvailable: boolean;
  readonly pushAvailable: boolean;
};

/** What a browser's service worker gets, as JSON. */
export type PushMessage = {
  /** Of the alert it tells of: sent twice, it is the same. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly title: string;
  readonly auctionId: AuctionId;
  /** As in an alert: absolute where the house knows its own address, else a path of it. */
  readonly link: string;
  /** A sentence or two. */
  readonly text: string;
};
