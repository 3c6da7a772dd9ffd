/** Every bound of the likes, each with its reason. */
export const LIKE_LIMITS = {
  /** Likes of one transaction: some 50 ms of work, so that prices on the same cards never wait long. */
  batch: 1_000,
  /** Likes of one process waiting for the database or Redis, about a second of work: who comes later is asked to come again. */
  waiting: 10_000,
  /** States in Redis not yet written, of all nodes: some 10 MB, and a second or two of writing. */
  buffered: 50_000,
  /** What Redis holds is written to the database this often; also how soon a Redis that came back is noticed. */
  flushEveryMs: 500,
  /** A flush by another node is left alone for so long; then that node is taken for dead. */
  leaseMs: 5_000,
  /** Counts stay in Redis at least so long after they were written: for lists that read the database just before. */
  lingerMs: 5_000,
  /** A list waits for Redis no longer than this; the database's counts are good enough. */
  readWithinMs: 100,
  /** Before a list of likes is read, what its owner has waiting is written. Others may be writing, too. */
  settleAttempts: 3,
  /** The same again after a failed transaction, whose outcome may be unknown: writing a state twice changes nothing. */
  writeAttempts: 3,
  /** A flush between looking and noting makes us look again; nobody flushes this often in that time. */
  lookAttempts: 5,
  /** States written past a Redis that is away, to be told to it when it comes back: some 10 MB. */
  remembered: 50_000,
} as const;
