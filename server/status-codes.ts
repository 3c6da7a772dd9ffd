import type { RefusalCode } from '../auction/refusals.ts';
import type { ServerCode } from './error-codes.ts';

/**
 * The HTTP status of every error, chosen in this one place:
 * 400 not understood · 401 who are you · 403 not you · 404 not there · 409 understood, but not as things stand now · 410 not any more ·
 * 413, 415, 429 as HTTP defines them · 500 our fault · 503 transient, send the very same request again.
 */
export const STATUS: { readonly [C in RefusalCode | ServerCode]: number } = {
  malformed_bid: 400,
  invalid_request: 400,
  invalid_terms: 400,
  invalid_cursor: 400,
  idempotency_key_missing: 400,
  not_an_image: 400,
  wrong_unsubscribe_link: 400,
  image_too_many_pixels: 400,

  sign_in_required: 401,
  wrong_credentials: 401,

  own_auction: 403,
  not_seller: 403,
  admins_only: 403,
  account_banned: 403,
  origin_not_allowed: 403,
  monitor_read_only: 403,

  no_such_auction: 404,
  no_such_image: 404,
  no_such_user: 404,
  no_such_push_endpoint: 404,
  push_off: 404,
  not_found: 404,

  not_started: 409,
  ended: 409,
  cancelled: 409,
  already_leading: 409,
  already_started: 409,
  buy_now_unavailable: 409,
  other_buy_now_price: 409,
  below_minimum: 409,
  maximum_not_raised: 409,
  insufficient_points: 409,
  not_over: 409,
  duplicate_bid_id: 409,
  idempotency_key_reused: 409,
  wallet_full: 409,
  email_taken: 409,
  image_in_use: 409,
  too_many_images: 409,
  too_many_subscriptions: 409,
  too_many_streams: 409,

  events_gone: 410,

  body_too_large: 413,
  image_too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  too_many_sockets: 429,

  internal_error: 500,

  busy: 503,
  mailbox_full: 503,
  room_moved: 503,
  unavailable: 503,
};
