/** Bounds of the streams of alerts, each with its reason. How many a process has: `MAX_ALERT_STREAMS`. */
export const STREAM_LIMITS = {
  /** Of one person: more than they have tabs and devices in use, so that nobody takes everybody's places. */
  ofOnePerson: 10,
  /** A reader this far behind, some 500 alerts, is cut off: it would fill our memory, and goes on after its last id when it comes back. */
  unsentBytes: 262_144,
  /** What may wait while a client that came back is brought up to date; it is then written at once, and must not be too much. */
  waitingBytes: 131_072,
  /** Prices of one auction, at most four a second: faster than anybody reads, and a hundred bids cost no more than one. */
  tickMs: 250,
  /** Proxies close what is silent for a minute, many for less; also tells a client that its connection is alive. */
  heartbeatMs: 15_000,
  /** How long a client waits before it comes back. */
  retryMs: 1_000,
  /** Kept alerts told again on coming back, a month of a busy bidder: who missed more reads the list. */
  missed: 1_000,
  /** Clients that come back at once, after a node went, are brought up to date so many at a time: lists share these connections. */
  catchingUpAtOnce: 2,
  /** People whose subscriptions are read in one statement. */
  peopleAtOnce: 500,
  /** Subscriptions of everybody connected are read again within this: what another node changed and could not tell. */
  everybodyAgainMs: 60_000,
  /** How often the feed is looked at though nobody said that there is news. */
  lookMs: 1_000,
  /** Events read at once: some milliseconds of parsing. */
  events: 500,
  /** Rows of who was told read at once; an end may concern thousands. */
  receivers: 2_000,
  /** With fewer people connected, only theirs are asked for; a longer list would itself be the most of the question. */
  namedReceivers: 1_000,
  /** Writes in one turn of the event loop, a fraction of a millisecond: bids wait no longer. */
  writesPerTurn: 24,
  /** How long the next writes are held back by a settlement. A whole tick of thousands must not take longer than until the next. */
  giveWayMs: 10,
  /** Titles remembered: of more auctions than are bid on at a time. */
  titles: 10_000,
  /** At a shutdown, what is still unsent is given so long to leave. */
  farewellMs: 500,
  /** Nineteen digits are more than any position; longer ones are not ours. */
  idLength: 100,
} as const;
