/** Bounds of what is kept of images, each with its reason. */
export const IMAGE_STORE_LIMITS = {
  /** Uploads of one person that no auction shows: ten items' worth. More is a hard disk, not an auction. */
  unshown: 100,
  /** No upload takes so long (`uploadWithinMs`), so what is not ready then belongs to a process that died. */
  unreadyForMs: 3_600_000,
  /** Somebody may upload in the evening and list in the morning. */
  unshownForMs: 86_400_000,
  /** One look at all images; what it finds has been lying there for an hour at least. */
  cleanEveryMs: 3_600_000,
  /** A first look soon, but not while a node is starting. */
  cleanFirstMs: 60_000,
  /** Rows of one look: some milliseconds along the primary key. */
  cleanRows: 500,
  /** Files being removed at once. */
  removalsAtOnce: 8,
} as const;
