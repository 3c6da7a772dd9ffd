/** Every bound of the machinery in one place, each with its reason. */
export const ROOM_LIMITS = {
  /** Bids settled in one transaction: enough to spread the cost of a commit, few enough to keep it under 10 ms. */
  batch: 128,
  /** Bids waiting for one auction, some 30 ms of work: more would only grow old in memory. */
  waitingPerAuction: 1_024,
  /** Bids waiting in the whole process. */
  waitingInAll: 16_384,
  /** A bid whose commit failed is tried again this often before its sender is asked to try later. */
  attempts: 3,
  /** How late an owner may be before a sweep closes its auction: its own timer needs milliseconds. */
  sweepGraceMs: 1_500,
  sweepEveryMs: 1_000,
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
  /** A reader this far behind is let go: it would fill our memory, and can join again. */
  unsentBytes: 1_048_576,
  /** A bid or a clock request fits in a fraction of this. */
  messageBytes: 1_024,
  /** Seconds a reserved seat waits for its socket; a room that has to go waits as long for those still under way. */
  seatSeconds: 4,
  /** Opening a room is tried again this often, after one, two, three … pauses. */
  openAttempts: 5,
  openPauseMs: 30,
  /** A room may vanish between being found and being joined: look again this often. */
  seatAttempts: 3,
  /** A bid without a socket waits this long for a room on another node. */
  remoteMs: 5_000,
} as const;
