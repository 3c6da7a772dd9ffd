/** Every bound of the feed and of what follows it, each with its reason. */
export const FEED_LIMITS = {
  /** Batches numbered in one transaction, some 6,000 events at most: a fifth of a second of work, while nobody's alert is numbered. */
  batchesAtOnce: 50,
  /** News is gathered for so long before it is numbered: nobody notices, and a hundred small commits become ten. */
  gatherMs: 10,
  /** How often somebody looks for what nobody was told to look for: after a crash, or without Redis. */
  lookMs: 1_000,
} as const;
