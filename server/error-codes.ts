import { REFUSALS, type RefusalCode } from '../auction/refusals.ts';

/** Errors of the HTTP interface that are no refusals of the rules; stable codes for programs, sentences for people. */
const SERVER_ERRORS = {
  invalid_request: 'The request is not of the right form. The details say which fields to correct.',
  invalid_terms: 'An auction cannot be held on these terms. The details say which to change.',
  invalid_cursor: 'That cursor is not one of ours. Ask for the first page without one.',
  idempotency_key_missing:
    'Send the header Idempotency-Key with 1 to 100 visible ASCII characters, such as a UUID.',
  wrong_credentials: 'E-mail address and password do not belong together. Check both.',
  admins_only: 'Only administrators may do this. Sign in with an administrator account.',
  account_banned: 'This account is banned. Ask the house why.',
  origin_not_allowed:
    'Pages of this origin may not do this with a cookie. Use a bearer token, or have it added to ORIGINS.',
  monitor_read_only: 'The monitor only looks: rooms cannot be edited or called through it.',
  no_such_image:
    'One of these is no upload of yours, or not any more. Upload the image again and use its new id.',
  not_an_image:
    'That is no whole JPEG, PNG, WebP or AVIF image, whatever its name says. Save it as one of these and send it again.',
  image_too_large: 'An image may have at most 10 MB. Save it smaller and send it again.',
  image_too_many_pixels: 'An image may have at most 50 million pixels. Scale it down and send it again.',
  image_in_use: 'An auction shows this image. Give the auction other images first.',
  too_many_images:
    'You have 100 images already that no auction shows. List an item with them, or delete some of them.',
  push_off: 'This house does not push. E-mail may be had: see your notice preferences.',
  no_such_push_endpoint: 'You have no such push endpoint, or not any more. Ask for the list of yours.',
  wrong_unsubscribe_link:
    'This is no unsubscribe link of ours. Open the whole link of the message, or sign in and change your notice preferences.',
  too_many_subscriptions:
    'You have asked to hear of 500 open auctions already. Give up some of them, or wait until they end.',
  too_many_streams:
    'You have 10 streams of alerts open already. Close some of them, such as tabs nobody looks at.',
  no_such_user: 'There is no such account. Look it up in the list of accounts.',
  not_found: 'There is nothing at this address. The routes are at /docs.',
  events_gone: 'Events after that position are deleted, because they are old. Go on where the message says.',
  idempotency_key_reused: 'This key was used for another amount. Use a new key for a new charge.',
  wallet_full: 'A wallet cannot hold that much. Charge less.',
  email_taken: 'There is an account with this e-mail address already. Sign in instead.',
  body_too_large: 'The request body is too large.',
  unsupported_media_type:
    'Send JSON, with the header Content-Type: application/json; images go as multipart/form-data.',
  too_many_sockets:
    'Too many sockets are open from your account or address. Close some of them, such as tabs nobody looks at.',
  too_many_requests: 'Too many requests from you or your address. Wait as long as Retry-After says.',
  busy: 'Too much is waiting just now. Send the same request again in a moment.',
  internal_error: 'Something went wrong on our side. Try again, and quote the request id if it stays.',
} as const;

export type ServerCode = keyof typeof SERVER_ERRORS;
export type ErrorCode = RefusalCode | ServerCode;

/** Refusals that a room words for those inside. */
const OVER_HTTP: Partial<Record<ErrorCode, string>> = {
  unavailable: 'That could not be done just now. Send the very same request again in a moment.',
  sign_in_required:
    'Nobody is signed in by this request. Sign in, and send the token as Authorization: Bearer.',
};

/** What happened and what to do next. */
export function sentenceFor(code: ErrorCode): string {
  const worded = OVER_HTTP[code];
  if (worded !== undefined) return worded;
  return code in SERVER_ERRORS ? SERVER_ERRORS[code as ServerCode] : REFUSALS[code as RefusalCode].says;
}
