/** Files to upload: good ones made by sharp, and bad ones made by hand. */
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type SharpOptions } from 'sharp';

export type Format = 'jpeg' | 'png' | 'webp' | 'avif';
export const FORMATS: readonly Format[] = ['jpeg', 'png', 'webp', 'avif'];

/** One colour all over. */
export const picture = (width = 64, height = 40, background = '#2a7f62') =>
  sharp({ create: { width, height, channels: 3, background } });

export const pictureAs = (format: Format, width?: number, height?: number): Promise<Buffer> =>
  picture(width, height).toFormat(format).toBuffer();

/** As a phone that is held upright makes it: lying on its side, with a note of how and where it was held. Red is on top. */
export async function portraitWithPlace(): Promise<Buffer> {
  const red = await picture(100, 300, '#f00').png().toBuffer();
  return picture(200, 300, '#00f')
    .composite([{ input: red, left: 0, top: 0 }])
    .withExif({
      IFD0: { Make: 'Phone' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '37/1 33/1 0/1' },
    })
    .withIccProfile('p3')
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 95 })
    .toBuffer();
}

/** 30,000 pixels wide and high in some 100 kB: a gigabyte once it is decoded. */
export function pngBomb(side = 30_000): Buffer {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(side, 0);
  size.writeUInt32BE(side, 4);
  const lines = Buffer.alloc((Math.ceil(side / 8) + 1) * side);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.concat([size, Buffer.from([1, 0, 0, 0, 0])])),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** Red, green and blue of the pixel there. */
export async function pixelAt(
  image: Buffer,
  x: number,
  y: number,
  options: SharpOptions = {},
): Promise<number[]> {
  const { data, info } = await sharp(image, options).raw().toBuffer({ resolveWithObject: true });
  const from = (y * info.width + x) * info.channels;
  return [...data.subarray(from, from + 3)];
}

/** As large in bytes as a picture can be: nothing in it is like anything else. */
export const noise = (side: number): Promise<Buffer> =>
  sharp({
    create: {
      width: side,
      height: side,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .jpeg({ quality: 95 })
    .toBuffer();
