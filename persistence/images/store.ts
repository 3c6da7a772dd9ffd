import type { ImageSize } from './paths.ts';

declare const madeHere: unique symbol;

/** The name of a file in the store. Only `imageKey` makes one, so nothing that a client sends can become one. */
export type ImageKey = string & { readonly [madeHere]: true };

/** Where the files of images lie: a folder, or a bucket. Files are small, and never change once they are there. */
export type ImageStore = {
  put(key: ImageKey, bytes: Uint8Array): Promise<void>;
  /** Undefined: there is no such file. Anything else that keeps it from coming is an exception. */
  get(key: ImageKey): Promise<Uint8Array | undefined>;
  /** Also when there is none. */
  remove(key: ImageKey): Promise<void>;
  close(): void;
};

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The first two digits are a folder of their own: a file system finds its way in 256 folders, not in a million files. */
export function imageKey(id: string, size: ImageSize): ImageKey {
  if (!UUID.test(id)) throw new Error('an image key was asked for what is no id');
  return `${id.slice(0, 2)}/${id}-${size}.webp` as ImageKey;
}
