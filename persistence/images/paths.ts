/** The sizes an image is kept in, each a WebP file; the side is the longest, in pixels. */
export const IMAGE_SIZES = { thumbnail: 160, card: 480, full: 1_600 } as const;

export type ImageSize = keyof typeof IMAGE_SIZES;

/** Where the server shows an image. What lies there never changes: an id is made for each upload. */
export const imagePaths = (id: string) => ({
  thumbnailUrl: `/images/${id}/thumbnail.webp`,
  cardUrl: `/images/${id}/card.webp`,
  fullUrl: `/images/${id}/full.webp`,
});
