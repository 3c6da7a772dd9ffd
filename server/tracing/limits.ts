/** Every bound of tracing: it may lose spans, but never memory, and nobody waits for it. */
export const TRACING_LIMITS = {
  /** Spans that wait to be sent, some 4 MB; beyond it new ones are dropped. */
  waiting: 4_096,
  /** Of one message to the collector: well below the 4 MB that collectors take. */
  batch: 512,
  /** Sent this often, or as soon as a batch is full. */
  sendMs: 2_000,
  /** A collector that takes longer is given up for this batch. */
  sendWithinMs: 5_000,
  /** What is left is sent within it when the process ends. */
  flushMs: 2_000,
  /** Bids that are followed at once; others have no span. */
  bids: 10_000,
} as const;
