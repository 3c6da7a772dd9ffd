const DAY = 86_400_000;

/** Every bound of a seeding in one place, each with its reason. */
export const LIMITS = {
  /** More than any bench asks for; what is kept in memory is some hundred bytes for each. */
  auctions: 5_000_000,
  /** Seeds are mixed in 32 bits. */
  seed: 0xffff_ffff,
  /** One person per so many auctions, because a house has more items than people. */
  auctionsPerPerson: 20,
  /** Somebody must sell, somebody bid, and somebody outbid them. */
  leastPeople: 20,
  /** Every person is kept in memory, with a place in a table for each category. */
  mostPeople: 30_000,
  /** As many as a bench can fill with real files in a few seconds; each stands for items of one category. */
  imagesPerCategory: 20,
  /** A bid later than "now" is a lie, and so is a listing older than the longest auction. */
  listedForMs: 90 * DAY,
  /** Live auctions end within so long. */
  liveForMs: 14 * DAY,
  /** The tails of what is long-tailed: real crowds end somewhere too. */
  bidsPerAuction: 80,
  likesPerAuction: 250,
  imagesPerAuction: 3,
  /** A block is one COPY: large enough that its round trip does not count, small enough to keep many in memory. */
  blockBytes: 1_048_576,
  /** Almost nothing that is made lives long; with more room for the young, less of it is looked at. */
  youngMegabytes: 64,
  /** Blocks made but not yet loaded: enough that neither side waits for the other's hiccups. */
  blocksAhead: 12,
} as const;
