export type Content = 'jpeg' | 'png' | 'webp' | 'avif';

/** What a file is by how it begins; names and sent types say what they like. Undefined: none of the four we take. */
export function contentOf(bytes: Buffer): Content | undefined {
  if (bytes.subarray(0, 3).equals(JPEG)) return 'jpeg';
  if (bytes.subarray(0, 8).equals(PNG)) return 'png';
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP') return 'webp';
  if (text(bytes, 4, 8) === 'ftyp' && brandsOf(bytes).some((brand) => AVIF.has(brand))) return 'avif';
  return undefined;
}

const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const AVIF = new Set(['avif', 'avis']);
/** A size, `ftyp`, the major brand, its version, and then compatible brands; real files have a handful. */
const BRANDS = { from: 8, most: 32 };

function brandsOf(bytes: Buffer): string[] {
  const size = Math.min(bytes.readUInt32BE(0), BRANDS.from + 4 * BRANDS.most, bytes.length);
  const brands: string[] = [];
  for (let at = BRANDS.from; at + 4 <= size; at += 4) brands.push(text(bytes, at, at + 4));
  return brands;
}

const text = (bytes: Buffer, from: number, to: number): string => bytes.toString('latin1', from, to);
