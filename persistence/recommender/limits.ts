type Bound =
  | 'pageMs'
  | 'firstPage'
  | 'largestPage'
  | 'firstBlocks'
  | 'mostBlocks'
  | 'feedEvents'
  | 'lateMs'
  | 'summarizeMs';

/** Every bound of the recommender's reading, each with its reason. */
export const READING: Readonly<Record<Bound, number>> = {
  /** A page is made larger or smaller until it takes about so long: for the embedded database's one connection nobody waits longer, and unpacking it holds up no answer for long. */
  pageMs: 15,
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
  /** How often the index of recent bids is told of new blocks: in a busy minute there are some thousand. */
  summarizeMs: 60_000,
};
