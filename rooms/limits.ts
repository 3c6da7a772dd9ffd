/** Every bound of the machinery in one place, each with its reason. */
export const ROOM_LIMITS = {
  /** Bids settled in one transaction: enough to spread the cost of a commit, few enough to keep it under 10 ms. */
  batch: 128,
  /** Bids waiting for one auction, some 30 ms of work: more would only grow old in memory. */
  waitingPerAuction: 1_024,
  /** Bids of one bidder waiting in the whole process: many more than a program sends that waits for answers, and too few to lock others out of a mailbox. */
  waitingPerBidder: 256,
  /** Bids waiting in the whole process. */
  waitingInAll: 16_384,
  /** A bid whose commit failed is tried again this often before its sender is asked to try later. */
  attempts: 3,
  /** A bid that is not decided by then is answered with "not known yet": whoever waits longer believes that nobody is there. */
  answerWithinMs: 1_800,
  /** How late an auction without a living owner must be before a sweep closes it: those of others' rooms need milliseconds. */
  sweepGraceMs: 500,
  sweepEveryMs: 500,
  /** How late one with a living owner must be: something is wrong there that a second of waiting bids does not explain. */
  sweepAtLastMs: 5_000,
  sweepBatch: 100,
  /** setTimeout holds 31 bits; longer waits are taken in steps. */
  longestTimerMs: 2_000_000_000,
  /** When closing failed, the database is away: ask again this much later. */
  closeRetryMs: 500,
  /**
   * A hot auction is shown at most this often, 20 times a second, as Colyseus does by default: what a commit changes travels to every watcher, and that is most of the
   * cost of a bid. Outcomes never wait for it.
   */
  frameMs: 50,
  /** The number of watchers is told at most this often: a crowd arriving is one patch, not a thousand. */
  watcherPatchMs: 500,
  /** A session that was ended elsewhere may bid on for this long at most. */
  sessionCheckMs: 10_000,
  /** A room's listing, with what the monitor shows of it, is written this often: a change would be a write to Redis each. */
  listingMs: 2_000,
  /** Whoever was closed for flooding is refused for so long: who comes back at once would flood on, and people wait a few seconds. */
  floodedMs: 5_000,
  /** Flooders known at once, some 2 MB. */
  floodersKnown: 10_000,
  /** A closed socket whose owner does not hang up is hung up on: time enough for a goodbye, and less than a second. */
  goodbyeMs: 250,
  /** A client says that it is there as soon as it hears of its room; by then it has given up itself. */
  helloMs: 10_000,
  /** A message comes in one piece, or in two or three where something in between cuts it. */
  fragments: 16,
  /** A bid or a clock request fits in a fraction of this. */
  messageBytes: 1_024,
  /** Seconds a reserved seat waits for its socket; a room that has to go waits as long for those still under way. */
  seatSeconds: 4,
  /** Opening a room is tried again this often, after one, two, three … pauses. */
  openAttempts: 5,
  openPauseMs: 30,
  /** A room may be leaving, or vanish between being found and being joined: look again this often, after the same pauses. */
  seatAttempts: 5,
  /** A process says this often that the house is alive: outages are counted in seconds. */
  pulseMs: 1_000,
  /** A process shows this often that it is alive, and is taken for dead after so long: four misses, and a second without its auctions. */
  beaconEveryMs: 250,
  beaconMs: 1_000,
  /** A process makes sure this often that it hears the others. */
  listeningMs: 2_000,
  /** Who waits for an answer of another process looks this often whether the room is still there. */
  beaconLookMs: 100,
  /** A bid without a socket waits this long for a room on another node. */
  remoteMs: 5_000,
  /** A bid without a socket follows a room that moves this often, after one, two, three … pauses. */
  moveAttempts: 5,
  /** A leaving process lets so many rooms go at a time: their bids share a commit, and those let go come to the others in waves. */
  farewellsAtOnce: 32,
  /** A leaving room waits this long for what came before: by then everybody was told an outcome, or that there is none yet. */
  farewellSettleMs: 2_000,
  /** All farewells together; who is left after it is let go without waiting. A supervisor kills after ten seconds, and more is to be put away. */
  farewellMs: 4_000,
  /** Sockets that were told to go elsewhere are waited for so long: half the earth's round trips. */
  goneMs: 500,
  /** Putting away what the rooms of this process had in common: a look into Redis, which may be away. */
  stopMs: 1_500,
  /** A room counts as placed beside those that its process has told of, fading like this: processes tell once a second. */
  placementMs: 1_000,
} as const;
