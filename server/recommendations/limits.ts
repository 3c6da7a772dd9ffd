/** Every bound of asking the recommender, each with its reason. Its timeout is a setting: RECOMMENDER_TIMEOUT_MS. */
export const RECOMMENDATION_LIMITS = {
  /** A row of cards on a screen. */
  items: 10,
  /** As many as the recommender answers at most. */
  itemsMost: 50,
  /** Asked for beyond what is shown, because some end between its answer and ours. */
  spareItems: 5,
  /** Fifty reasons with titles of four-byte letters are half of it. */
  answerBytes: 131_072,
  /** Requests that wait for it at once: twice a busy page's, and no more sockets than that when it hangs. */
  askingAtOnce: 200,
  /** So many failures in a row and it is left alone: under load that is one timeout, and a single slow answer is none. */
  failuresInARow: 5,
  /** It is also left alone when half of what it was asked lately failed, of at least so much. */
  failedPercent: 50,
  failedOfAtLeast: 20,
  latelyMs: 10_000,
  /** Then one request tries it again: often enough to come back unnoticed, and the only one that waits in all that time. More than any timeout. */
  leftAloneMs: 2_000,
  /** The popular list is looked up once in so long per group: a crowd that falls back on it costs as much as one person. */
  popularKeptMs: 2_000,
  /** Kept for each group: enough that a page is full when one's own and what has ended are left out. */
  popularKept: 60,
  /** Genders by bands of age, and everybody. */
  popularGroups: 64,
  /** Look-ups of recommended cards at once, beside those of lists; and so many wait, some tenths of a second. */
  lookUpsAtOnce: 2,
  lookUpsWaiting: 200,
} as const;
