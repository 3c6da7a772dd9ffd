/**
 * Why something was refused, in the order in which the rules check. `final` refusals are stored with their bid id: the same id
 * gets the same answer for ever. `transient` ones are not: sending the same id again later may succeed.
 */
export declare const REFUSALS: {
  readonly malformed_bid: {
    readonly lasts: 'final';
    readonly says: 'That is not a bid. Send bidId (a UUID), kind and a whole number of points.';
  };
  readonly sign_in_required: {
    readonly lasts: 'final';
    readonly says: 'Spectators cannot bid. Sign in and join again.';
  };
  readonly mailbox_full: {
    readonly lasts: 'transient';
    readonly says: 'Too many bids are waiting. Send the same bid again in a moment.';
  };
  readonly unavailable: {
    readonly lasts: 'transient';
    readonly says: 'The bid could not be settled just now. Send the same bid again.';
  };
  readonly room_moved: {
    readonly lasts: 'transient';
    readonly says: 'The auction moved to another server. Join again and resend the same bid.';
  };
  readonly no_such_auction: {
    readonly lasts: 'final';
    readonly says: 'There is no such auction. Look it up again.';
  };
  readonly duplicate_bid_id: {
    readonly lasts: 'final';
    readonly says: 'This bid id was used for a different bid. Use a new id.';
  };
  readonly not_started: {
    readonly lasts: 'final';
    readonly says: 'The auction has not started. Bid again once it is live.';
  };
  readonly ended: {
    readonly lasts: 'final';
    readonly says: 'The auction is over. Look for another one.';
  };
  readonly cancelled: {
    readonly lasts: 'final';
    readonly says: 'The auction was cancelled. Nothing was charged.';
  };
  readonly own_auction: {
    readonly lasts: 'final';
    readonly says: 'Sellers cannot bid on their own items.';
  };
  readonly already_leading: {
    readonly lasts: 'final';
    readonly says: 'You are the highest bidder already. Place a maximum bid to raise your limit.';
  };
  readonly buy_now_unavailable: {
    readonly lasts: 'final';
    readonly says: 'Buy-now is not offered, or somebody has bid already. Place a bid instead.';
  };
  readonly below_minimum: {
    readonly lasts: 'final';
    readonly says: 'The amount is too low. Bid at least the minimum.';
  };
  readonly maximum_not_raised: {
    readonly lasts: 'final';
    readonly says: 'Your maximum is that high already. Name a higher one.';
  };
  readonly insufficient_points: {
    readonly lasts: 'final';
    readonly says: 'You do not have enough free points. Charge your wallet, or bid less.';
  };
  readonly not_over: {
    readonly lasts: 'transient';
    readonly says: 'The auction is not over yet.';
  };
  readonly not_seller: {
    readonly lasts: 'final';
    readonly says: 'Only the seller may change or remove an item.';
  };
  readonly already_started: {
    readonly lasts: 'final';
    readonly says: 'The auction has started: its terms are frozen.';
  };
};
export type RefusalCode = keyof typeof REFUSALS;
export declare const isTransient: (code: RefusalCode) => boolean;
