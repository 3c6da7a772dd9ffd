export type RecommenderLimits = Readonly<
  Record<
    | 'refreshMs'
    | 'learnMs'
    | 'learnsShare'
    | 'readAllMs'
    | 'retryMs'
    | 'snapshotMs'
    | 'restMs'
    | 'learnAnywayMs'
    | 'bodyBytes'
    | 'mostItems'
    | 'requestMs'
    | 'connections'
    | 'wrongSecretsPerMinute',
    number
  >
>;

/** Every bound of the recommender's server, each with its reason. Those of the model stand in `model/limits.ts`. */
export const RECOMMENDER: RecommenderLimits = {
  /** What the model is made of is asked for so often: what ended early is not shown for longer. */
  refreshMs: 3_000,
  /** Nothing is learned more often than this; and the thread learns a tenth of its time at most, so a large house waits longer. */
  learnMs: 5_000,
  learnsShare: 0.1,
  /** Without any news it is learned anew so often, because what is popular fades. */
  learnAnywayMs: 600_000,
  /** Between two pages, when there is a model that answers already: nobody waits for what is being read. */
  restMs: 15,
  /** All likes and items are read anew so often: likes that were taken back, and what the feed did not tell. */
  readAllMs: 6 * 3_600_000,
  /** After something failed. */
  retryMs: 5_000,
  /** A snapshot that is this old at most is what one starts with; written no more often, because it is written whole. */
  snapshotMs: 60_000,

  /** The longest question is under 200 bytes. */
  bodyBytes: 2_048,
  mostItems: 50,
  /** A question takes milliseconds; who takes longer to send one is not asking. */
  requestMs: 5_000,
  /** Auction servers, some connections each. */
  connections: 256,
  /** Wrong secrets a minute from one address, before they are not even compared. */
  wrongSecretsPerMinute: 60,
};
