/** Numbers in [0, 1). */
export type Random = () => number;

/** Stirs 32 bits (murmur3's finisher). Different in, different out. */
function mixed(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** The same numbers for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One source of chance per thing, so that asking one for more changes nothing for the others. */
export function randomPer(seed: number, purpose: string): (index: number) => Random {
  const key = keyOf(seed, purpose);
  return (index) => randomFrom(mixed(index ^ key));
}

/** Ids that look like any other UUID of version 4. Never twice: their first 32 bits are the index, stirred. */
export function idsFor(seed: number, purpose: string): (index: number) => string {
  const [first, second, third, fourth] = [0, 1, 2, 3].map((part) => keyOf(seed + part, `${purpose} id`));
  return (index) => {
    const b = mixed(index ^ (second ?? 0));
    const c = mixed(index ^ (third ?? 0));
    const d = mixed(index ^ (fourth ?? 0));
    const version = 0x4000 | (b & 0x0fff);
    const variant = 0x8000 | (c & 0x3fff);
    return (
      hex32(mixed(index ^ (first ?? 0))) +
      `-${hex16(b >>> 16)}-${hex16(version)}-${hex16(variant)}-${hex16(c >>> 16)}${hex32(d)}`
    );
  };
}

function keyOf(seed: number, purpose: string): number {
  let key = mixed(seed);
  for (const character of purpose) key = mixed(key ^ (character.codePointAt(0) ?? 0));
  return key;
}

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const hex16 = (value: number): string => `${BYTES[(value >>> 8) & 255]}${BYTES[value & 255]}`;
const hex32 = (value: number): string => hex16(value >>> 16) + hex16(value & 0xffff);
