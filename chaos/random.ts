/** Chance that can be repeated: the same seed gives the same numbers. */
export type Random = {
  /** In [0, 1). */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  happens(probability: number): boolean;
  pick<T>(from: readonly [T, ...T[]]): T;
  shuffled<T>(all: readonly T[]): T[];
  /** Another one, for somebody whose draws must not depend on how often others draw. */
  branch(): Random;
};

/** Mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    happens: (probability) => next() < probability,
    pick: <T>(from: readonly [T, ...T[]]) => from[between(0, from.length - 1)] ?? from[0],
    shuffled<T>(all: readonly T[]) {
      const left = [...all];
      return Array.from(all, () => left.splice(between(0, left.length - 1), 1)).flat();
    },
    branch: () => randomFrom(between(0, 0x7fff_ffff)),
  };
}
