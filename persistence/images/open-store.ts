import type { BucketOptions } from './bucket-store.ts';
import { folderStore } from './folder-store.ts';
import type { ImageStore } from './store.ts';

export type ImageStoreOptions =
  | { readonly kind: 'folder'; readonly folder: string }
  | ({ readonly kind: 'bucket' } & BucketOptions);

export async function openImageStore(options: ImageStoreOptions): Promise<ImageStore> {
  if (options.kind === 'folder') return folderStore(options.folder);
  // The client of a bucket is large: who has none need not load it.
  const { bucketStore } = await import('./bucket-store.ts');
  return bucketStore(options);
}
