/** The same house with its images in a bucket. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { imageKey } from '../../persistence/images/store.ts';
import { type LocalS3, startS3 } from '../support/s3.ts';
import { pictureAs } from './pictures.ts';
import { openServer, type Person, type ServerStage } from './server-stage.ts';
import { uploading } from './uploading.ts';

let s3: LocalS3;
let server: ServerStage;
let seller: Person;

beforeAll(async () => {
  s3 = await startS3();
  server = await openServer({
    IMAGE_BUCKET: s3.options.bucket,
    S3_ENDPOINT: s3.options.endpoint,
    S3_ACCESS_KEY_ID: s3.options.credentials?.accessKeyId ?? '',
    S3_SECRET_ACCESS_KEY: s3.options.credentials?.secretAccessKey ?? '',
  });
  seller = await server.signUp();
});
afterAll(async () => {
  await server.close();
  await s3.stop();
});

test('an image goes there, is shown from there, and leaves nothing there', async () => {
  const { uploaded, shown, remove, kept } = uploading(server, seller);
  const [image] = await uploaded(await pictureAs('png', 600, 300));
  const { id = '', cardUrl } = image ?? {};
  const there = await server.imageStore.get(imageKey(id, 'card'));
  expect(Buffer.from(there ?? []).equals(await shown(cardUrl))).toBe(true);
  expect(await kept()).toEqual({ files: 0, rows: 1 });
  expect((await remove(id)).status).toBe(204);
  expect(await server.imageStore.get(imageKey(id, 'card'))).toBeUndefined();
  expect((await server.ask('GET', cardUrl ?? '')).status).toBe(404);
});

test('a bucket that is gone is a 503 for whoever uploads or looks', async () => {
  await s3.stop();
  const { upload } = uploading(server, seller);
  expect(await upload(await pictureAs('png'))).toMatchObject({ status: 503 });
  expect(await server.ask('GET', `/images/${randomUUID()}/card.webp`)).toMatchObject({ status: 503 });
});
