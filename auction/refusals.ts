/**
 * Why something was refused, in the order in which the rules check. `final` refusals are stored with their bid id: the same id
 * gets the same answer for ever. `transient` ones are not: sending the same id again later may succeed.
 */
export const REFUSALS = {
  malformed_bid: {
    lasts: 'final',
    says: 'That is not a bid. Send bidId (a UUID), kind and a whole number of points.',
  },
  sign_in_required: { lasts: 'final', says: 'Spectators cannot bid. Sign in and join again.' },
  mailbox_full: {
    lasts: 'transient',
    says: 'Too many bids are waiting. Send the same bid again in a moment.',
  },
  unavailable: {
    lasts: 'transient',
    says: 'The bid could not be settled just now. Send the same bid again.',
  },
  room_moved: {
    lasts: 'transient',
    says: 'The auction moved to another server. Join again and resend the same bid.',
  },
  no_such_auction: { lasts: 'final', says: 'There is no such auction. Look it up again.' },
  duplicate_bid_id: { lasts: 'final', says: 'This bid id was used for a different bid. Use a new id.' },
  cancelled: { lasts: 'final', says: 'The auction was cancelled. Nothing was charged.' },
  ended: { lasts: 'final', says: 'The auction is over. Look for another one.' },
  not_started: { lasts: 'final', says: 'The auction has not started. Bid again once it is live.' },
  own_auction: { lasts: 'final', says: 'Sellers cannot bid on their own items.' },
  already_leading: {
    lasts: 'final',
    says: 'You are the highest bidder already. Place a maximum bid to raise your limit.',
  },
  buy_now_unavailable: {
    lasts: 'final',
    says: 'Buy-now is not offered, or somebody has bid already. Place a bid instead.',
  },
  other_buy_now_price: {
    lasts: 'final',
    says: 'That is not the buy-now price. Send exactly the price that is offered.',
  },
  below_minimum: { lasts: 'final', says: 'The amount is too low. Bid at least the minimum.' },
  maximum_not_raised: { lasts: 'final', says: 'Your maximum is that high already. Name a higher one.' },
  insufficient_points: {
    lasts: 'final',
    says: 'You do not have enough free points. Charge your wallet, or bid less.',
  },
  not_over: { lasts: 'transient', says: 'The auction is not over yet.' },
  not_seller: { lasts: 'final', says: 'Only the seller may change or remove an item.' },
  already_started: { lasts: 'final', says: 'The auction has started: its terms are frozen.' },
} as const satisfies Record<string, { lasts: 'final' | 'transient'; says: string }>;

export type RefusalCode = keyof typeof REFUSALS;

export const isTransient = (code: RefusalCode): boolean => REFUSALS[code].lasts === 'transient';
