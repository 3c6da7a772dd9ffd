/** Bounds of uploading and showing images, each with its reason. How many and how long they are kept: `persistence/images/limits.ts`. */
export const IMAGE_LIMITS = {
  /** A photograph of a good camera. */
  fileBytes: 10 * 1_048_576,
  /** Of one request: as many as an item may have. */
  files: 10,
  /** Boundaries and headers of so many parts. */
  envelopeBytes: 65_536,
  /** More than cameras make; four bytes each, an image bomb would be gigabytes. */
  pixels: 50_000_000,
  /** Decoding and shrinking the largest takes about a second; what takes longer is made to. */
  sizingSeconds: 20,
  /** libuv has four threads, and passwords and files need one of them. */
  sizingsAtOnceMost: 3,
  /** Each holds one file of at most `fileBytes` in memory. */
  uploadsAtOnce: 16,
  /** Their bodies are not read before it is their turn, so they only cost a connection. */
  uploadsWaiting: 64,
  /** So that nobody takes all places. */
  uploadsOfOnePerson: 2,
  /** Ten files of 10 MB over a line of 3 Mbit/s. */
  uploadWithinMs: 300_000,
  /** Files being read at once, and waiting for it: a page has a hundred. */
  readsAtOnce: 32,
  readsWaiting: 2_000,
} as const;
