/** Every bound of what is kept about notices, each with its reason. How they are sent: `server/notices/limits.ts`. */
export const NOTICE_LIMITS = {
  /** Between two of the same kind about the same auction to the same target: a war of bids is one message, and then the latest of each pause. */
  betweenMs: 600_000,
  /** Browsers of one person: more than anybody uses. A new one takes the place of the oldest, which is mostly one that was forgotten. */
  endpointsOfOnePerson: 10,
  /** What nobody has sent for so long, because no node has that channel any more, is of no use to anybody. */
  staleMs: 86_400_000,
  /** Rows swept at once: some milliseconds of work. */
  sweptAtOnce: 1_000,
} as const;
