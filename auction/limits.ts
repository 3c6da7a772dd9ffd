import { points } from './points.ts';

const SECOND = 1_000;
const DAY = 86_400 * SECOND;

/** Every bound of the rules in one place, each with its reason. Bounds of the machinery stand in `rooms/limits.ts`. */
export const LIMITS = {
  /** A single bid: a thousandth of a full wallet, so that no wallet or total can overflow by bids. */
  bidPoints: points(1_000_000_000),
  /** A single charge: as large as the largest bid. */
  chargePoints: points(1_000_000_000),
  /** Charges fill a wallet up to here; what sales pay into it comes on top. */
  walletPoints: points(1_000_000_000_000),
  /** A ladder is read on every bid; eBay's has ten rungs. */
  ladderRungs: 32,
  /** Clocks differ and forms take time to send: a start this little in the past counts as "now". */
  startInPastMs: 60 * SECOND,
  startAheadMs: 366 * DAY,
  shortestAuctionMs: SECOND,
  longestAuctionMs: 90 * DAY,
  softCloseMs: DAY,
  titleLength: 120,
  descriptionLength: 10_000,
  /** More than anybody looks at; a card shows the first. */
  images: 10,
  /** Bids shown to everybody who watches. */
  shownBids: 20,
} as const;
