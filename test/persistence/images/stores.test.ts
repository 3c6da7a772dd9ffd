/** What is promised of the store of images, of a folder and of a bucket alike. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openImageStore } from '../../../persistence/images/open-store.ts';
import { type ImageStore, imageKey } from '../../../persistence/images/store.ts';
import { type LocalS3, startS3 } from '../../support/s3.ts';

const folder = mkdtempSync(join(tmpdir(), 'ready-auction-store-'));
let s3: LocalS3;

beforeAll(async () => {
  s3 = await startS3();
});
afterAll(async () => {
  await s3.stop();
  rmSync(folder, { recursive: true });
});

const KINDS = {
  folder: () => openImageStore({ kind: 'folder', folder }),
  bucket: () => openImageStore({ kind: 'bucket', ...s3.options }),
};

describe.each(Object.entries(KINDS))('a %s', (_kind, open) => {
  let store: ImageStore;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  const someKey = () => imageKey(randomUUID(), 'card');
  const bytesOf = async (key: ReturnType<typeof someKey>) => {
    const bytes = await store.get(key);
    return bytes === undefined ? undefined : [...bytes];
  };

  test('gives back any bytes as they were put', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5_000 }), async (bytes) => {
        const key = someKey();
        await store.put(key, bytes);
        expect(await bytesOf(key)).toEqual([...bytes]);
      }),
      { numRuns: 20 },
    );
  });

  test('keeps the sizes of an image apart', async () => {
    const id = randomUUID();
    await store.put(imageKey(id, 'card'), Buffer.from('a card'));
    await store.put(imageKey(id, 'full'), Buffer.from('all of it'));
    expect(Buffer.from((await store.get(imageKey(id, 'card'))) ?? []).toString()).toBe('a card');
    expect(await store.get(imageKey(id, 'thumbnail'))).toBeUndefined();
  });

  test('has nothing where nothing was put', async () => {
    expect(await store.get(someKey())).toBeUndefined();
  });

  test('removes what is there, and what is not', async () => {
    const key = someKey();
    await store.put(key, Buffer.from('x'));
    await store.remove(key);
    await store.remove(key);
    expect(await store.get(key)).toBeUndefined();
  });

  test('may be put the same twice', async () => {
    const key = someKey();
    await Promise.all([store.put(key, Buffer.from('x')), store.put(key, Buffer.from('x'))]);
    expect(await bytesOf(key)).toEqual([...Buffer.from('x')]);
  });
});

test.each(['../../etc/passwd', `${randomUUID()}/..`, randomUUID().toUpperCase(), ''])(
  'no key is made of "%s"',
  (text) => {
    expect(() => imageKey(text, 'card')).toThrow('no id');
  },
);

test('a folder shows no file before it is whole', async () => {
  const store = await KINDS.folder();
  const key = imageKey(randomUUID(), 'full');
  const putting = store.put(key, Buffer.alloc(5_000_000, 7));
  let seen: Uint8Array | undefined;
  while (seen === undefined) seen = await store.get(key);
  expect(seen.length).toBe(5_000_000);
  await putting;
});

test('a folder keeps nothing of what could not be written', async () => {
  const store = await KINDS.folder();
  const key = imageKey(randomUUID(), 'full');
  // What is not empty is not overwritten by a file.
  mkdirSync(join(folder, key, 'in the way'), { recursive: true });
  await expect(store.put(key, Buffer.from('x'))).rejects.toThrow();
  expect(readdirSync(dirname(join(folder, key))).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('a bucket with other keys is refused, not taken for empty', async () => {
  const credentials = { accessKeyId: 'SOMEBODY', secretAccessKey: 'else' };
  const store = await openImageStore({ kind: 'bucket', ...s3.options, credentials });
  await expect(store.put(imageKey(randomUUID(), 'card'), Buffer.from('x'))).rejects.toThrow();
  await expect(store.get(imageKey(randomUUID(), 'card'))).rejects.toThrow();
  store.close();
});

test('a bucket that does not exist is an error, not an image that does not', async () => {
  const store = await openImageStore({ kind: 'bucket', ...s3.options, bucket: 'nowhere' });
  await expect(store.get(imageKey(randomUUID(), 'card'))).rejects.toThrow();
  store.close();
});

test('a bucket that does not answer is given up', { timeout: 60_000 }, async () => {
  const store = await openImageStore({ kind: 'bucket', ...s3.options });
  s3.pause();
  await expect(store.get(imageKey(randomUUID(), 'card'))).rejects.toThrow(/time/i);
  s3.resume();
  expect(await store.get(imageKey(randomUUID(), 'card'))).toBeUndefined();
  store.close();
});
