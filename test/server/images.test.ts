import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FORMATS, picture, pictureAs, pixelAt, portraitWithPlace } from './pictures.ts';
import { openServer, type Person, type ServerStage } from './server-stage.ts';
import { uploading } from './uploading.ts';

let server: ServerStage;
let seller: Person;
let uploaded: ReturnType<typeof uploading>['uploaded'];
let shown: ReturnType<typeof uploading>['shown'];

beforeAll(async () => {
  server = await openServer();
  seller = await server.signUp();
  ({ uploaded, shown } = uploading(server, seller));
});
afterAll(() => server.close());

test.each(FORMATS)('%s is shown as WebP in three sizes, never larger than it was', async (format) => {
  const [image] = await uploaded(await pictureAs(format, 1_000, 500));
  expect(image).toMatchObject({ width: 1_000, height: 500 });
  const sizes = [image?.thumbnailUrl, image?.cardUrl, image?.fullUrl].map(async (url) => {
    const { format: as, width, height } = await sharp(await shown(url)).metadata();
    return [as, width, height];
  });
  expect(await Promise.all(sizes)).toEqual([
    ['webp', 160, 80],
    ['webp', 480, 240],
    ['webp', 1_000, 500],
  ]);
});

test('a large photograph is shrunk to 1,600 pixels', async () => {
  const [image] = await uploaded(await pictureAs('jpeg', 4_000, 6_000));
  expect(image).toMatchObject({ width: 1_067, height: 1_600 });
});

test('it is turned upright, and where it was taken is gone', async () => {
  const sent = await portraitWithPlace();
  const before = await sharp(sent).metadata();
  // Else the test would prove nothing.
  expect([before.width, before.height, before.orientation, before.icc !== undefined]).toEqual([
    200,
    300,
    6,
    true,
  ]);
  expect(before.exif?.toString('latin1')).toContain('Phone');

  const [image] = await uploaded(sent);
  expect(image).toMatchObject({ width: 300, height: 200 });
  const full = await shown(image?.fullUrl);
  const { exif, icc, xmp, iptc, orientation, space } = await sharp(full).metadata();
  expect({ exif, icc, xmp, iptc, orientation, space }).toEqual({ space: 'srgb' });
  expect(full.toString('latin1')).not.toMatch(/EXIF|Phone|ICCP|XMP/);
  // What was on the left is on top.
  const [red] = await pixelAt(full, 150, 10);
  const [, , blue] = await pixelAt(full, 150, 190);
  expect([red, blue].every((each = 0) => each > 200)).toBe(true);
});

test('colours of a wider space are converted, not only relabelled', async () => {
  const [red, green, blue] = [42, 127, 98];
  const wide = await picture(8, 8, `rgb(${red}, ${green}, ${blue})`).withIccProfile('p3').png().toBuffer();
  // The numbers in the file are others, which mean the same.
  expect((await pixelAt(wide, 4, 4, { ignoreIcc: true }))[0]).toBeGreaterThan(red + 15);
  const [image] = await uploaded(wide);
  const off = (await pixelAt(await shown(image?.fullUrl), 4, 4)).map((each, at) =>
    Math.abs(each - ([red, green, blue][at] ?? 0)),
  );
  expect(Math.max(...off)).toBeLessThan(5);
});

test('only the first frame of an animation is left', async () => {
  const frames = await Promise.all(
    ['#f00', '#0f0', '#00f'].map((colour) => picture(32, 32, colour).png().toBuffer()),
  );
  const animated = await sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer();
  expect((await sharp(animated).metadata()).pages).toBe(3);
  const [image] = await uploaded(animated);
  expect(image).toMatchObject({ width: 32, height: 32 });
  const full = await shown(image?.fullUrl);
  expect((await sharp(full).metadata()).pages).toBeUndefined();
  expect((await sharp(full).stats()).dominant.r).toBeGreaterThan(200);
});

test('10 files come back in the order sent', async () => {
  const widths = [11, 19, 12, 18, 13, 17, 14, 16, 15, 10];
  const images = await uploaded(...(await Promise.all(widths.map((width) => pictureAs('png', width, 9)))));
  expect(images.map(({ width }) => width)).toEqual(widths);
});

test('an item shows them in its own order, the first on its card', async () => {
  const images = await uploaded(await pictureAs('png'), await pictureAs('jpeg'));
  const imageIds = images.map(({ id }) => id).reverse();
  const auction = await server.list(seller, { imageIds });
  expect(auction.images).toEqual([...images].reverse());
  const { body } = await server.ask('GET', '/api/auctions');
  const card = body.items.find(({ id }: { id: string }) => id === auction.id);
  expect(card.imageUrl).toBe(images[1]?.cardUrl);
});
