import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { ImageStore } from './store.ts';

export type BucketOptions = {
  readonly bucket: string;
  /** Undefined: Amazon's own for the region. */
  readonly endpoint?: string | undefined;
  readonly region: string;
  /** Undefined: found where Amazon's tools find them, such as the machine's role. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /** `endpoint/bucket/key`, as most stores but Amazon's want it, and not `bucket.endpoint/key`. */
  readonly pathStyle: boolean;
};

/** Without these a black-holed connection hangs for ever; a whole image takes well under a second. */
const CONNECT_TIMEOUT_MS = 2_000;
const REQUEST_TIMEOUT_MS = 5_000;
/** One lost connection is nobody's business; a store that is down should be heard of soon. */
const TRIES = 2;
const CACHE_CONTROL = 'public, max-age=31536000, immutable';

/** Images in a bucket of any store that speaks S3. */
export function bucketStore(options: BucketOptions): ImageStore {
  const { bucket: Bucket, endpoint, region, credentials, pathStyle } = options;
  const client = new S3Client({
    region,
    forcePathStyle: pathStyle,
    maxAttempts: TRIES,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
    // Many stores do not know the checksums that the client would add of its own accord.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      // An answer that stops half way.
      socketTimeout: REQUEST_TIMEOUT_MS,
    },
  });

  return {
    async put(Key, Body) {
      await client.send(
        new PutObjectCommand({ Bucket, Key, Body, ContentType: 'image/webp', CacheControl: CACHE_CONTROL }),
      );
    },

    async get(Key) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
        return await Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },

    async remove(Key) {
      await client.send(new DeleteObjectCommand({ Bucket, Key }));
    },

    close: () => client.destroy(),
  };
}
