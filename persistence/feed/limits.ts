/** Every bound of the feed and of what follows it, each with its reason. */
export const FEED_LIMITS = {
  /** Batches numbered in one transaction, some 6,000 events at most: a fifth of a second of work, while nobody's alert is numbered. */
  batchesAtOnce: 50,
  /** News is gathered for so long before it is numbered: nobody notices, and a hundred small commits become ten. */
  gatherMs: 10,
  /** How often somebody looks for what nobody was told to look for: after a crash, or without Redis. */
  lookMs: 1_000,
  /** Positions that the stream in Redis keeps, the last so many: some 50 MB, and ten minutes of a very busy house. REST knows the older ones. */
  streamLength: 100_000,
  /** Events appended to it at once: a few milliseconds, in which Redis does nothing else. */
  streamEvents: 500,
  /**
   * How often ends that are near are looked for: three hundred times in the time that counts as near, but not more often than this. Nobody
   * minds two seconds of ten minutes, and the longer that time, the more there is to look through.
   */
  endingsLooks: 300,
  endingsLookMs: 2_000,
  /** Ends told in one statement: their auctions take no bids for as long, some milliseconds. */
  endingsAtOnce: 20,
  /** How often what is old is deleted; first after a moment, so that a house that is often started anew cleans up as well. */
  retentionEveryMs: 3_600_000,
  retentionFirstMs: 60_000,
  /** Rows deleted in one transaction: some 10 ms of work. */
  retentionRows: 1_000,
} as const;
