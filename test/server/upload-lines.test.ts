/** Uploads over real connections: what they tell while they last, and what becomes of those that break. */

import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { ApiFailure, ReadyAuction, type UploadProgress } from '../../client-sdk/index.ts';
import { IMAGE_LIMITS } from '../../server/images/limits.ts';
import { noise, pictureAs } from './pictures.ts';
import { inMinutes, openServer, type Person, type ServerStage } from './server-stage.ts';
import { formOf, uploading } from './uploading.ts';

let server: ServerStage;
let seller: Person;
let url: string;
let house: ReadyAuction;
const sockets: Socket[] = [];
const PATIENT = { timeout: 20_000 };

beforeAll(async () => {
  server = await openServer();
  seller = await server.signUp();
  url = await server.app.listen({ port: 0, host: '127.0.0.1' });
  house = new ReadyAuction(url, { token: seller.token });
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});
afterAll(() => server.close());

const kept = () => uploading(server, seller).kept();
const bytes = (buffer: Buffer) => new Uint8Array(buffer);

/** Says that it will send a body and sends so much of it; what comes back is gathered. */
async function beginUpload(body: Buffer, headers: Record<string, string>, sendBytes: number, by = seller) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  sockets.push(socket);
  const answer = { text: '' };
  socket.on('data', (chunk) => {
    answer.text += chunk;
  });
  socket.on('error', () => {});
  const head = { ...headers, host: 'x', authorization: `Bearer ${by.token}`, 'content-length': body.length };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`);
  socket.write(`POST /api/images HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  socket.write(body.subarray(0, sendBytes));
  return { socket, answer };
}

test('images go from the SDK into an item, with progress all the way', async () => {
  const [large, small] = [await noise(900), await pictureAs('avif')];
  const told: UploadProgress[] = [];
  const images = await house.images.uploadAll([bytes(large), new Blob([bytes(small)])], {
    onProgress: (progress) => told.push(progress),
  });
  expect(images.map(({ width }) => width)).toEqual([900, 64]);

  const total = told[0]?.totalBytes ?? 0;
  expect(total).toBeGreaterThan(large.length + small.length);
  expect(told.every(({ totalBytes }) => totalBytes === total)).toBe(true);
  expect(told.map(({ sentBytes }) => sentBytes)).toEqual(
    told.map(({ sentBytes }) => sentBytes).toSorted((a, b) => a - b),
  );
  expect(told.length).toBeGreaterThan(3);
  expect(told.at(-1)?.sentBytes).toBe(total);

  const auction = await house.auctions.create({
    title: 'A lamp',
    description: '',
    startPricePoints: 1,
    endsAt: inMinutes(server.clock.nowMs(), 60),
    imageIds: images.map(({ id }) => id),
  });
  expect(auction.images).toEqual(images);
  await expect(house.images.remove(images[0]?.id ?? '')).rejects.toMatchObject({ code: 'image_in_use' });
});

test('one image without progress, and back again', async () => {
  const before = await kept();
  const image = await house.images.upload(bytes(await pictureAs('webp')));
  expect((await fetch(new URL(image.cardUrl, url))).status).toBe(200);
  await house.images.remove(image.id);
  expect(await kept()).toEqual(before);
});

test.each([undefined, () => {}])(
  'what is refused comes as an ApiFailure (progress: %s)',
  async (onProgress) => {
    const uploading = house.images.uploadAll([bytes(await noise(1_500)), new Blob(['text'])], {
      ...(onProgress && { onProgress }),
    });
    await expect(uploading).rejects.toMatchObject({ name: 'ApiFailure', code: 'not_an_image', status: 400 });
  },
);

test('an upload can be called off', async () => {
  const before = await kept();
  const image = bytes(await noise(1_500));
  const calling = new AbortController();
  const upload = house.images.upload(image, { signal: calling.signal, onProgress: () => calling.abort() });
  await expect(upload).rejects.not.toBeInstanceOf(ApiFailure);
  // It ends after what was called off before it.
  await house.images.upload(bytes(await pictureAs('png')));
  await expect.poll(kept, PATIENT).toEqual({ files: before.files + 3, rows: before.rows + 1 });
});

test('a client that is gone half way leaves neither file nor row behind', async () => {
  const before = await kept();
  const { headers, body } = await formOf(await pictureAs('png'), await noise(1_200));
  const { socket } = await beginUpload(body, headers, body.length - 5_000);
  // The first image is there already.
  await expect.poll(kept, PATIENT).toEqual({ files: before.files + 3, rows: before.rows + 1 });
  socket.destroy();
  await expect.poll(kept, PATIENT).toEqual(before);
});

test('who is still sending is told at once that it is in vain, and may go on asking', async () => {
  const { headers, body } = await formOf(Buffer.from('a text'), await noise(2_000));
  const { socket, answer } = await beginUpload(body, headers, 5_000);
  await expect.poll(() => answer.text, PATIENT).toContain('not_an_image');
  answer.text = '';
  socket.write(body.subarray(5_000));
  socket.write('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n');
  await expect.poll(() => answer.text, PATIENT).toContain('"live"');
});

test('a file without end is refused when it is too large', async () => {
  const { headers, body } = await formOf(Buffer.alloc(80 * 1_048_576));
  const { answer } = await beginUpload(body, headers, IMAGE_LIMITS.fileBytes + 100_000);
  await expect.poll(() => answer.text, PATIENT).toContain('image_too_large');
  expect(answer.text).toContain('413');
});

test('nobody takes all places', async () => {
  const greedy = await server.signUp();
  const before = await kept();
  const { headers, body } = await formOf(await pictureAs('png'), await pictureAs('png', 500, 500));
  for (let each = 0; each < IMAGE_LIMITS.uploadsOfOnePerson; each++) {
    await beginUpload(body, headers, body.length - 100, greedy);
  }
  await expect.poll(kept, PATIENT).toMatchObject({ rows: before.rows + IMAGE_LIMITS.uploadsOfOnePerson });
  const client = uploading(server, greedy);
  expect(await client.upload(await pictureAs('png'))).toMatchObject({
    status: 429,
    headers: { 'retry-after': '1' },
    body: { error: { code: 'too_many_requests' } },
  });
  expect((await uploading(server, seller).upload(await pictureAs('png'))).status).toBe(201);
  for (const socket of sockets) socket.destroy();
  await vi.waitFor(
    async () => expect((await client.upload(await pictureAs('png'))).status).toBe(201),
    PATIENT,
  );
});

test('browsers tell of an upload what their XMLHttpRequest tells', async () => {
  vi.stubGlobal('XMLHttpRequest', XhrOfNode);
  const told: UploadProgress[] = [];
  const image = await house.images.upload(bytes(await pictureAs('png')), {
    onProgress: (each) => told.push(each),
  });
  expect(image.id).toHaveLength(36);
  expect(told).toEqual([{ sentBytes: 1, totalBytes: 2 }]);
  const refused = house.images.upload(new Blob(['text']), { onProgress: () => {} });
  await expect(refused).rejects.toMatchObject({
    code: 'not_an_image',
    status: 400,
    requestId: expect.stringMatching(/^[\da-f-]{36}$/),
  });
  const nowhere = new ReadyAuction('http://127.0.0.1:1', { token: randomUUID() });
  await expect(nowhere.images.upload(new Blob(['x']), { onProgress: () => {} })).rejects.toMatchObject({
    name: 'ConnectionFailure',
  });
  vi.unstubAllGlobals();
});

/** As much of a browser's as the SDK uses, over `fetch`. */
class XhrOfNode {
  upload = { onprogress: (_event: { loaded: number; total: number }) => {} };
  status = 0;
  statusText = '';
  responseText = '';
  onload = () => {};
  onerror = () => {};
  #headers = new Headers();
  #answered = new Headers();
  #asked = { method: '', url: '' };
  open(method: string, url: string) {
    this.#asked = { method, url };
  }
  setRequestHeader(name: string, value: string) {
    this.#headers.set(name, value);
  }
  getAllResponseHeaders() {
    return [...this.#answered].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  }
  send(body: FormData) {
    const { method, url: to } = this.#asked;
    this.upload.onprogress({ loaded: 1, total: 2 });
    fetch(to, { method, headers: this.#headers, body }).then(
      async (response) => {
        this.status = response.status;
        this.#answered = response.headers;
        this.responseText = await response.text();
        this.onload();
      },
      () => this.onerror(),
    );
  }
}
