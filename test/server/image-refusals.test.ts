import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { noise, picture, pictureAs, pngBomb } from './pictures.ts';
import { openServer, type Person, type ServerStage } from './server-stage.ts';
import { formOf, type Part, uploading } from './uploading.ts';

const MEGABYTE = 1_048_576;

let server: ServerStage;
let seller: Person;
let upload: ReturnType<typeof uploading>['upload'];

beforeAll(async () => {
  server = await openServer();
  seller = await server.signUp();
  ({ upload } = uploading(server, seller));
});
afterAll(() => server.close());

/** What is refused leaves neither file nor row behind. */
afterEach(async () => {
  expect(await uploading(server, seller).kept()).toEqual({ files: 0, rows: 0 });
});

const gif = () => picture().gif().toBuffer();
const truncated = async () => (await pictureAs('png', 300, 300)).subarray(0, -40);
const halfJpeg = async () => {
  const whole = await noise(400);
  return whole.subarray(0, whole.length / 2);
};

test.each<[string, () => Part | Promise<Part>, number, string]>([
  ['a text that is named .jpg', () => Buffer.from('I am a photograph.'), 400, 'not_an_image'],
  ['an empty file', () => Buffer.alloc(0), 400, 'not_an_image'],
  ['a program that begins like a JPEG', () => Buffer.from('\xff\xd8\xffMZ', 'latin1'), 400, 'not_an_image'],
  ['a PNG that is cut off', truncated, 400, 'not_an_image'],
  ['a JPEG of which half is missing', halfJpeg, 400, 'not_an_image'],
  ['a GIF, whatever its name and type', gif, 400, 'not_an_image'],
  [
    'an SVG',
    () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    400,
    'not_an_image',
  ],
  [
    'an SVG behind the beginning of a PNG',
    () => Buffer.from('\x89PNG\r\n\x1a\n<svg/>', 'latin1'),
    400,
    'not_an_image',
  ],
  ['a TIFF', () => picture().tiff().toBuffer(), 400, 'not_an_image'],
  [
    'a HEIC container without AV1',
    () => Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
    400,
    'not_an_image',
  ],
  ['an image bomb', () => pngBomb(), 400, 'image_too_many_pixels'],
  ['a file of 50 MB', () => Buffer.alloc(50 * MEGABYTE, 'x'), 413, 'image_too_large'],
  ['a file of one byte more than 10 MB', () => Buffer.alloc(10 * MEGABYTE + 1), 413, 'image_too_large'],
  ['a request of 150 MB', () => Buffer.alloc(150 * MEGABYTE), 413, 'image_too_large'],
])('%s', async (_name, file, status, code) => {
  const answer = await upload(await file());
  expect(answer).toMatchObject({ status, body: { error: { code } } });
});

test('a bomb is small when it is sent', () => {
  expect(pngBomb().length).toBeLessThan(200_000);
});

test('a good image before a bad one is not kept either', async () => {
  const good = await pictureAs('png');
  expect(await upload(good, good, Buffer.from('nothing'))).toMatchObject({
    status: 400,
    body: { error: { code: 'not_an_image' } },
  });
});

test('11 files', async () => {
  const one = await pictureAs('png');
  const { status, body } = await upload(...Array.from({ length: 11 }, () => one));
  expect([status, body.error.code, body.error.message]).toEqual([
    400,
    'invalid_request',
    'Send at most 10 images in one request.',
  ]);
});

test.each<[string, () => Promise<{ headers?: Record<string, string>; body?: unknown }>, number, string]>([
  ['no file', () => formOf(), 400, 'invalid_request'],
  ['a field instead of a file', () => formOf('an image'), 400, 'invalid_request'],
  ['a field beside a file', async () => formOf(await pictureAs('png'), 'a title'), 400, 'invalid_request'],
  ['no body', async () => ({}), 415, 'unsupported_media_type'],
  ['JSON', async () => ({ body: { image: 'x' } }), 415, 'unsupported_media_type'],
  [
    'the bare bytes of an image',
    async () => ({ headers: { 'content-type': 'image/png' }, body: await pictureAs('png') }),
    415,
    'unsupported_media_type',
  ],
  [
    'a form without a boundary',
    async () => ({ headers: { 'content-type': 'multipart/form-data' }, body: Buffer.from('x') }),
    400,
    'invalid_request',
  ],
  [
    'a form that ends in the middle of a file',
    async () => {
      const { headers, body } = await formOf(await pictureAs('png', 500, 500));
      return { headers, body: body.subarray(0, body.length - 100) };
    },
    400,
    'invalid_request',
  ],
  [
    'a part that wants to be a prototype',
    async () => {
      const { headers, body } = await formOf(await pictureAs('png'));
      return {
        headers,
        body: Buffer.from(body.toString('latin1').replace('name="images"', 'name="__proto__"'), 'latin1'),
      };
    },
    400,
    'invalid_request',
  ],
])('%s', async (_name, asked, status, code) => {
  const answer = await server.ask('POST', '/api/images', { as: seller, ...(await asked()) });
  expect(answer).toMatchObject({ status, body: { error: { code } } });
});

test('bytes of any kind, also behind the beginning of an image', async () => {
  const beginnings = [
    '',
    '\xff\xd8\xff',
    '\x89PNG\r\n\x1a\n',
    'RIFF\0\0\0\0WEBPVP8 ',
    '\0\0\0\x1cftypavif\0\0\0\0mif1avif',
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...beginnings),
      fc.uint8Array({ maxLength: 400 }),
      async (beginning, rest) => {
        const { status, body } = await upload(Buffer.concat([Buffer.from(beginning, 'latin1'), rest]));
        expect([status, body.error.code]).toEqual([400, 'not_an_image']);
      },
    ),
    { numRuns: 60 },
  );
});

test('strangers, before they have sent anything', async () => {
  const asked = await formOf(await pictureAs('png'));
  expect(await server.ask('POST', '/api/images', asked)).toMatchObject({
    status: 401,
    body: { error: { code: 'sign_in_required' } },
  });
});

test('an upload during which the store breaks down', async () => {
  const { put } = server.imageStore;
  let puts = 0;
  Object.assign(server.imageStore, {
    put: async (...args: Parameters<typeof put>) => {
      puts++;
      if (puts === 5) throw new Error('secret detail');
      // Still on its way when another of the same image has failed: it must not arrive after all is taken back.
      if (puts === 6)
        for (let each = 0; each < 30; each++)
          await server.database.db.selectFrom('image').selectAll().execute();
      return put(...args);
    },
  });
  const answer = await upload(await pictureAs('png'), await pictureAs('png'), await pictureAs('png'));
  Object.assign(server.imageStore, { put });
  expect(answer).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } });
  expect(answer.text).not.toContain('secret detail');
  // It had got somewhere.
  expect(puts).toBe(6);
});

test('an upload of which the database takes the rows but not their end', async () => {
  const run = (statement: string) => sql.raw(statement).execute(server.database.db);
  await run(`create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$`);
  await run(
    'create trigger refuse before update on image for each row when (new.ready) execute function refuse()',
  );
  const answer = await upload(await pictureAs('png'));
  await run('drop function refuse() cascade');
  expect(answer).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } });
});
