import type { ImageBody } from '../auction/api.ts';
import type { Rest } from './rest.ts';
import { type UploadProgress, watchedSend } from './watched-send.ts';

export type { UploadProgress };

/** A `File` of a form, any other `Blob`, or the bytes themselves. In Node, `await openAsBlob(path)` of `node:fs` makes one of a file. */
export type ImageFile = Blob | Uint8Array<ArrayBuffer>;

export type UploadOptions = {
  /** Called as the files leave, and once at the end with everything sent. */
  readonly onProgress?: (progress: UploadProgress) => void;
  readonly signal?: AbortSignal;
};

/** As long as the server gives an upload. */
const UPLOAD_TIMEOUT_MS = 300_000;

/** Pictures of what one sells: uploaded first, then shown by naming their ids in `auctions.create`. */
export class Images {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  /**
   * Uploads a JPEG, PNG, WebP or AVIF image of at most 10 MB. Rejects with `ApiFailure`: `not_an_image`, `image_too_large`,
   * `image_too_many_pixels`, `too_many_images`. After a `ConnectionFailure` upload again: what was not asked for in time is forgotten.
   */
  async upload(image: ImageFile, options: UploadOptions = {}): Promise<ImageBody> {
    const [uploaded] = await this.uploadAll([image], options);
    if (uploaded === undefined) throw new Error('The server took an image and did not say which.');
    return uploaded;
  }

  /** 1 to 10 at once, answered in their order. All are taken or none. */
  async uploadAll(
    images: readonly ImageFile[],
    { onProgress, signal }: UploadOptions = {},
  ): Promise<readonly ImageBody[]> {
    const form = new FormData();
    for (const image of images) {
      form.append('images', image instanceof Blob ? image : new Blob([image]), 'image');
    }
    const { items } = await this.#rest.call<{ items: readonly ImageBody[] }>('POST', '/api/images', {
      form,
      timeoutMs: UPLOAD_TIMEOUT_MS,
      ...(onProgress !== undefined && { via: (fetch) => watchedSend(fetch, onProgress) }),
      ...(signal !== undefined && { signal }),
    });
    return items;
  }

  /** Takes an upload of one's own back. Rejects with `ApiFailure` 409 `image_in_use` while an auction shows it. */
  async remove(imageId: string): Promise<void> {
    await this.#rest.call('DELETE', `/api/images/${encodeURIComponent(imageId)}`);
  }
}
