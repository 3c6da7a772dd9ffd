/** Bounds of what is kept and read for people who hear of auctions, each with its reason. How streams are written: `server/alerts/limits.ts`. */
export const ALERT_LIMITS = {
  /** Open auctions somebody may ask to hear of, more than anybody follows; those they sell or bid on are not counted. */
  askedAtOnce: 500,
  /** Subscriptions of one person held in memory while they are connected, the newest. Of others they still get what is kept. */
  followed: 5_000,
  /** What is unread is counted so far: to a person, more is the same. */
  unreadCounted: 1_000,
  /**
   * A bid's position may come later than those of bids that arrived so much after it, at most: settling it waits, is tried again, and is
   * given up long before. Whoever goes on after a position hears of prices from so much earlier.
   */
  arrivalSlackSeconds: 60,
} as const;
