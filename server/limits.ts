/** Every bound of the REST interface, each with its reason. Bounds of the rules stand in `auction/limits.ts`. */
export const HTTP_LIMITS = {
  /** A page nobody scrolls past at once, and one that keeps a query short. */
  pageItems: 20,
  pageItemsMost: 100,
  /** Ours are under 100 characters; anything longer is not a cursor. */
  cursorLength: 200,
  /** Longer than any title's interesting part; each word costs a look at an index. */
  searchLength: 100,
  searchWords: 8,
  /** Lists being looked up at once: as many as keep a few cores of the database busy, and a bid is never behind more than these. */
  listsAtOnce: 4,
  /** Lists waiting for a place, a second of work: who comes later is asked to come again. */
  listsWaiting: 2_000,
  /** What is not a bid, while there are bids: one step in each turn of the event loop, some 0.1 ms of work. */
  stepsPerTurn: 1,
  /** How long such a step is held back by settlements: less than anybody notices. */
  giveWayMs: 50,
  /** Without a bid for so long, nothing is held back. */
  quietMs: 1_000,
  /** Events of a page of the feed, and at most: some 400 KB. */
  feedItems: 100,
  feedItemsMost: 1_000,
  /** Shorter than proxies wait for an answer. */
  feedWaitSeconds: 25,
  /** Who waits for news of the feed also looks this often: after a message that was lost. */
  feedLookMs: 1_000,
  /** Systems that follow the feed by REST at once, many more than a house has; those equally far share their looks. */
  feedFollowers: 50,
  /** As long as the column that keeps it. */
  idempotencyKeyLength: 100,
  nameLength: 100,
  /** The longest address that mail servers must take (RFC 5321). */
  emailLength: 254,
  passwordLength: { least: 8, most: 128 },
  /** The youngest age at which most of our users' countries let somebody consent to the use of their own data. */
  youngestYears: 14,
  /** Nobody alive was born before; a typing error was. */
  earliestBirthYear: 1900,
  /** A sentence or two, shown to whoever is banned. */
  banReasonLength: 500,
  /** Ten years; longer is for ever. */
  banSeconds: 315_360_000,
  /** A balancer that asks whether we are ready waits about this long. */
  readyWithinMs: 1_000,
  /** What cannot be counted by then is left out of the metrics: a little more than asking the database may take. */
  countedWithinMs: 1_500,
  /** At a shutdown, requests under way are answered within it; what is connected after it is let go. */
  closingMs: 2_000,
  /** Meanwhile, connections whose last answer has left are looked for this often. */
  closingLookMs: 50,
  /** What a client that met a transient error should wait, in seconds. */
  retryAfterSeconds: 1,
  /** And one with too many sockets open. */
  socketsRetryAfterSeconds: 5,
  /** The window in which requests are counted. */
  countedMs: 60_000,
  /** Refused so often beyond its limit, an address is not answered any more but hung up on: even refusing costs something. */
  refusalsAnswered: 100,
  /** And for so long its connections are not even read from. */
  shutOutMs: 5_000,
  /** Addresses shut out at once, and accounts known by their tokens to have used up their requests. */
  shutOut: 10_000,
  /** Node looks this often for connections that took too long to say what they want. */
  lateRequestsLookMs: 1_000,
} as const;

/** Ending the process. Supervisors kill after ten seconds. */
export const CLOSING_LIMITS = {
  /** All steps together. */
  withinMs: 7_000,
  /** One step: rooms need the longest, and what hangs must leave time for requests under way. */
  stepMs: 5_000,
  /** What even a step that comes too late is given: closing a database is quick, and leaving it open is not clean. */
  leastMs: 250,
} as const;
