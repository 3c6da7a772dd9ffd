const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Every bound and every weight of the model, each with its reason. Weights were chosen on synthetic houses as those of `npm run bench:recommender`, made from other seeds. */
export const MODEL = {
  /** What starts later is nothing to look at today. */
  startsWithinMs: DAY_MS,
  /** What somebody wanted half a year ago says little of today, and what is kept must end somewhere. */
  rememberMs: 180 * DAY_MS,
  /** Tastes move over weeks, what is popular over days. */
  tasteHalfLifeMs: 45 * DAY_MS,
  popularHalfLifeMs: 2 * DAY_MS,

  /** How much each deed says of a taste. A refused bid wanted the item, too; a like is cheap. */
  weights: { bid: 1, tried: 0.8, liked: 0.5, won: 0.5 },
  /** So many of somebody's latest items are asked for neighbours: older ones say the same again. */
  history: 100,
  /** Of those who dealt with an item, and of what each of them deals with now, the latest: a crowd needs no counting to the end. */
  dealers: 150,
  openOfOne: 100,
  /** Steps of one search for neighbours, about a millisecond: who did a lot is not to hold up the others. */
  steps: 100_000,
  /** Of what is found that way, about so many are looked at more closely. */
  neighbours: 2_000,
  /** Who deals with a hundred things says less about each: what two items share is divided by a power of it. */
  busyness: 0.5,

  /** Kept per group and category, so that enough are left when some of them end. */
  popularPerCategory: 60,
  /** Somebody's categories that may be given as the reason. */
  favourites: 3,

  /** Words looked for, and items looked at for each: rare words find few, common ones say nothing. */
  profileWords: 24,
  postings: 200,

  /** An item whose people deal with nothing else on offer sends few walks: so many more would be needed for a full voice. */
  fewWalks: 0.3,

  /** What has just begun is taken to have been ordinary for so many days. */
  ordinaryDays: 1,
  /** What ends sooner than this is gone before most people look. */
  timeToLookMs: 3 * DAY_MS,

  /** What each kind of evidence counts beside the others: powers of how much more somebody is drawn to an item than people are at large. */
  blend: { neighbours: 0.35, words: 0.4, category: 1, group: 0.3, groupCategory: 0.5, appeal: 0.8, time: 1 },
  /** So much of the same is taken for granted before what is counted is believed: the fewer there are, the less it says. */
  doubt: { neighbours: 0.02, words: 1.5, category: 4, group: 4, groupCategory: 30 },
  /** Each item of a category makes the next one of it so much less welcome, and none has more than half of the list. */
  sameAgain: 0.03,
} as const;
