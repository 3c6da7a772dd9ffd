import type { BidMessage, RefusedBid } from '../auction/protocol.ts';

export type FieldProblem = { readonly field: string; readonly message: string };

/** The server answered, and the answer is no. `code` is stable and meant for programs, `message` for people. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly code: string;
  /** The HTTP status. */
  readonly status: number;
  /** Which fields were wrong, where that is known; else empty. */
  readonly details: readonly FieldProblem[];
  /** Quote it when asking for help: the server's log knows it. Null when something before the server answered. */
  readonly requestId: string | null;
  /** How long the server asks to wait before the next try; 0 when it does not say. */
  readonly retryAfterMs: number;

  constructor(
    status: number,
    code: string,
    message: string,
    details: readonly FieldProblem[],
    requestId: string | null,
    retryAfterMs = 0,
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
    this.requestId = requestId;
    this.retryAfterMs = retryAfterMs;
  }
}

/** No answer: the network, the server or something between them is down. `cause` holds what was thrown, if anything. */
export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure';
}

/** @internal A server that is leaving let us go, and another one has the auction: no reason to wait. */
export class ServerLeaving extends ConnectionFailure {}

/**
 * Nobody told us in time what became of a bid: it may stand, or it may never have arrived. Ask again with the very same
 * bid, `live.place(failure.bid)`: if it was decided you get that outcome, if not it is decided now. It never counts twice.
 */
export class BidUndecided extends Error {
  override readonly name = 'BidUndecided';
  readonly bid: BidMessage;
  readonly bidId: string;
  /** `deadline`: no final answer within `bidDeadlineMs`; `left`: `leave()` was called while the bid was on its way. */
  readonly reason: 'deadline' | 'left';
  /** The last transient refusal, if the server got as far as that. */
  readonly lastRefusal: RefusedBid | null;

  constructor(bid: BidMessage, reason: 'deadline' | 'left', lastRefusal: RefusedBid | null) {
    super(`Bid ${bid.bidId} is undecided (${reason}). Ask again with the same bid id.`);
    this.bid = bid;
    this.bidId = bid.bidId;
    this.reason = reason;
    this.lastRefusal = lastRefusal;
  }
}

/** Too many bids of this auction are waiting for their outcome; this one was not sent. */
export class TooManyPendingBids extends Error {
  override readonly name = 'TooManyPendingBids';

  constructor(limit: number) {
    super(`${limit} bids are waiting for their outcome already. Await one of them first.`);
  }
}

/** The auction was left before this bid was made; it was not sent. */
export class LeftAuction extends Error {
  override readonly name = 'LeftAuction';

  constructor() {
    super('This auction was left. Join it again to bid.');
  }
}

/** Reads an error answer: ours, better-auth's, Colyseus's, or whatever a proxy in between made up. */
export function apiFailure(
  status: number,
  statusText: string,
  body: unknown,
  retryAfter: string | null = null,
): ApiFailure {
  const outer = fieldsOf(body);
  const inner = typeof outer.error === 'object' ? fieldsOf(outer.error) : outer;
  const code =
    typeof inner.code === 'string' || typeof inner.code === 'number' ? String(inner.code) : `http_${status}`;
  const message = [inner.message, outer.error, statusText].find(
    (text) => typeof text === 'string' && text !== '',
  );
  return new ApiFailure(
    status,
    code,
    typeof message === 'string' ? message : `HTTP ${status}`,
    Array.isArray(inner.details) ? inner.details : [],
    typeof inner.requestId === 'string' ? inner.requestId : null,
    // It may also be a date, from a proxy; our server says seconds.
    Math.max(0, Number(retryAfter ?? 0) || 0) * 1_000,
  );
}

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
