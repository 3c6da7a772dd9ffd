/** What part of what was wanted is among the first so many. */
export function recallAt(most: number, ranked: readonly number[], wanted: ReadonlySet<number>): number {
  if (wanted.size === 0) return Number.NaN;
  return ranked.slice(0, most).filter((item) => wanted.has(item)).length / wanted.size;
}

/** The same, but the higher something stands the more it counts; 1 is the best possible order. */
export function ndcgAt(most: number, ranked: readonly number[], wanted: ReadonlySet<number>): number {
  if (wanted.size === 0) return Number.NaN;
  let gain = 0;
  for (const [place, item] of ranked.slice(0, most).entries()) if (wanted.has(item)) gain += worth(place);
  let best = 0;
  for (let place = 0; place < Math.min(most, wanted.size); place += 1) best += worth(place);
  return gain / best;
}

const worth = (place: number): number => 1 / Math.log2(place + 2);

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** How far they are apart: the standard deviation, as of a sample. */
export function spread(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}
