type Bound = 'pageMs' | 'firstPage' | 'largestPage' | 'firstBlocks' | 'mostBlocks' | 'feedEvents' | 'lateMs';

/** Every bound of the recommender's reading, each with its reason. */
export const READING: Readonly<Record<Bound, number>> = {
  /** A page is made larger or smaller until it takes about so long: nobody else waits longer for the embedded database's one connection. */
  pageMs: 40,
  /** Rows; some megabytes at most. */
  firstPage: 500,
  largestPage: 50_000,
  /** Blocks of 8 kB, some 60 bids each. */
  firstBlocks: 16,
  mostBlocks: 1_024,
  /** Events of the feed looked through at once. */
  feedEvents: 5_000,
  /** What is written in time is seen by then: a bid is stamped before it is committed, and waits for its settlement in between. */
  lateMs: 120_000,
};
