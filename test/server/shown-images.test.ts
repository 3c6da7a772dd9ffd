import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImageBody } from '../../auction/api.ts';
import { IMAGE_STORE_LIMITS } from '../../persistence/images/limits.ts';
import { pictureAs } from './pictures.ts';
import { openServer, type Person, type ServerStage } from './server-stage.ts';
import { uploading } from './uploading.ts';

let server: ServerStage;
let seller: Person;
let image: ImageBody;
let client: ReturnType<typeof uploading>;

const one = async (): Promise<ImageBody> => {
  const [uploaded] = await client.uploaded(await pictureAs('png'));
  if (uploaded === undefined) throw new Error('nothing was uploaded');
  return uploaded;
};

beforeAll(async () => {
  server = await openServer();
  seller = await server.signUp();
  client = uploading(server, seller);
  image = await one();
});
afterAll(() => server.close());

test('an image may be kept for ever, and shown by any page, but is nothing else than an image', async () => {
  const { status, headers } = await server.ask('GET', image.cardUrl);
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'public, max-age=31536000, immutable',
    etag: `"${image.id}-card"`,
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  });
  expect(headers['set-cookie']).toBeUndefined();
});

test('HEAD says the same without the image', async () => {
  const { statusCode, headers, rawPayload } = await server.app.inject({ method: 'HEAD', url: image.fullUrl });
  expect([statusCode, rawPayload.length]).toEqual([200, 0]);
  expect(headers).toMatchObject({
    'content-type': 'image/webp',
    'content-length': String((await client.shown(image.fullUrl)).length),
    etag: `"${image.id}-full"`,
  });
});

test.each([
  ['the tag', (tag: string) => tag, 304],
  ['a weak one, as proxies make it', (tag: string) => `W/${tag}`, 304],
  ['one of several', (tag: string) => `"other", ${tag}`, 304],
  ['any', () => '*', 304],
  ['another', () => '"other"', 200],
  ['that of another size', (tag: string) => tag.replace('card', 'full'), 200],
])('who has it already, and says so by %s, gets an answer that fits', async (_name, header, status) => {
  const answer = await server.ask('GET', image.cardUrl, {
    headers: { 'if-none-match': header(`"${image.id}-card"`) },
  });
  expect(answer).toMatchObject({
    status,
    headers: { etag: `"${image.id}-card"`, 'cache-control': 'public, max-age=31536000, immutable' },
  });
  expect(answer.text === '').toBe(status === 304);
});

test.each([
  [() => `/images/${randomUUID()}/card.webp`],
  [() => `/images/${image.id}/huge.webp`],
  [() => `/images/${image.id}/constructor.webp`],
  [() => `/images/${image.id}/card.png`],
  [() => `/images/${image.id}/card`],
  [() => `/images/${image.id}`],
  [() => '/images/1/card.webp'],
  [() => '/images/../../etc/passwd'],
  [() => '/images/..%2f..%2f..%2fetc%2fpasswd/card.webp'],
  [() => `/images/${image.id}/..%2fcard.webp`],
  [() => `/images/${image.id}/..%5ccard.webp`],
  [() => `/images/${image.id}%00/card.webp`],
  [() => `/images/%2e%2e/${image.id}-card.webp`],
])('%s is nowhere', async (url) => {
  expect(await server.ask('GET', url())).toMatchObject({
    status: 404,
    body: { error: { code: 'not_found' } },
  });
});

test('whatever is asked for, there is an image or there is none', async () => {
  const pieces = fc.array(
    fc.constantFrom('..', '.', '/', '%2f', '%00', '\\', image.id, 'card', 'card.webp', 'é', '~'),
  );
  await fc.assert(
    fc.asyncProperty(pieces, async (path) => {
      const { status } = await server.ask(
        'GET',
        `/images/${encodeURI(path.join('')).replaceAll('%25', '%')}`,
      );
      expect([200, 400, 404]).toContain(status);
    }),
    { numRuns: 200 },
  );
});

test('a name that wants to be a path is of no account', async () => {
  const names = ['../../../../tmp/evil.jpg', '..\\..\\evil.jpg', '/etc/passwd', 'a\0.png', '.htaccess', ''];
  const before = await client.kept();
  const bytes = await pictureAs('jpeg');
  await client.uploaded(...names.map((name) => ({ bytes, name: name || 'x', type: 'text/html' })));
  expect(await client.kept()).toEqual({
    files: before.files + 3 * names.length,
    rows: before.rows + names.length,
  });
});

test('an image that cannot be read just now is to be asked for again', async () => {
  const { get } = server.imageStore;
  Object.assign(server.imageStore, { get: () => Promise.reject(new Error('secret detail')) });
  const answer = await server.ask('GET', image.cardUrl);
  Object.assign(server.imageStore, { get });
  expect(answer).toMatchObject({
    status: 503,
    headers: { 'retry-after': '1' },
    body: { error: { code: 'unavailable' } },
  });
  expect(answer.text).not.toContain('secret detail');
  expect(answer.headers['cache-control']).toBeUndefined();
});

test("an image that no auction shows can be taken back, but not somebody else's", async () => {
  const before = await client.kept();
  const { id, cardUrl } = await one();
  const missing = { status: 404, body: { error: { code: 'no_such_image' } } };
  expect(await client.remove(id, await server.signUp())).toMatchObject(missing);
  expect((await server.ask('DELETE', `/api/images/${id}`)).status).toBe(401);
  expect(await client.remove(id)).toMatchObject({ status: 204, text: '' });
  expect(await client.kept()).toEqual(before);
  expect((await server.ask('GET', cardUrl)).status).toBe(404);
  for (const gone of [id, randomUUID(), 'nothing', '..%2f..']) {
    expect(await client.remove(gone)).toMatchObject(missing);
  }
});

test('an image that is shown stays until it is not', async () => {
  const [first, second] = [await one(), await one()];
  const startsAt = new Date(server.clock.nowMs() + 600_000).toISOString();
  const auction = await server.list(seller, { imageIds: [first.id], startsAt });
  expect(await client.remove(first.id)).toMatchObject({
    status: 409,
    body: { error: { code: 'image_in_use' } },
  });
  expect((await server.ask('GET', first.cardUrl)).status).toBe(200);
  await server.ask('PATCH', `/api/auctions/${auction.id}`, { as: seller, body: { imageIds: [second.id] } });
  expect((await client.remove(first.id)).status).toBe(204);
  expect((await client.remove(second.id)).status).toBe(409);
});

test('an image that is being removed can be removed again, but not shown', async () => {
  const { remove } = server.imageStore;
  const before = await client.kept();
  const { id } = await one();
  Object.assign(server.imageStore, { remove: () => Promise.reject(new Error('down')) });
  expect(await client.remove(id)).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } });
  Object.assign(server.imageStore, { remove });
  await expect(server.list(seller, { imageIds: [id] })).rejects.toThrow('no_such_image');
  expect((await client.remove(id)).status).toBe(204);
  expect(await client.kept()).toEqual(before);
});

test('who has a hundred uploads that nothing shows must use them first', async () => {
  const hoarder = await server.signUp();
  const { upload, uploaded } = uploading(server, hoarder);
  const images = await uploaded(await pictureAs('png'));
  const rows = Array.from({ length: IMAGE_STORE_LIMITS.unshown - 2 }, () => ({
    id: randomUUID(),
    owner_id: hoarder.user.id,
    width: 1,
    height: 1,
    ready: true,
  }));
  await server.database.db.insertInto('image').values(rows).execute();
  const before = await client.kept();
  // Of two, one is too many: none is kept.
  expect(await upload(await pictureAs('png'), await pictureAs('png'))).toMatchObject({
    status: 409,
    body: { error: { code: 'too_many_images' } },
  });
  expect(await client.kept()).toEqual(before);
  expect((await upload(await pictureAs('png'))).status).toBe(201);
  expect((await upload(await pictureAs('png'))).status).toBe(409);
  await server.list(hoarder, { imageIds: images.map(({ id }) => id) });
  expect((await upload(await pictureAs('png'))).status).toBe(201);
});
