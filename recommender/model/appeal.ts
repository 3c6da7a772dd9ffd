import type { Dealings } from './dealings.ts';
import { MODEL } from './limits.ts';

const DAY_MS = 86_400_000;

/**
 * How much attention open items draw lately: people a day, as a logarithm. An item that has just begun is taken for ordinary until it has
 * shown otherwise.
 */
export function appealOf({ count, item, vote }: Dealings, startsAtMs: Float64Array, nowMs: number) {
  const votes = new Float32Array(startsAtMs.length);
  for (let at = 0; at < count; at++) {
    const row = item[at] ?? 0;
    if (row < votes.length) votes[row] = (votes[row] ?? 0) + (vote[at] ?? 0);
  }
  const days = Float32Array.from(startsAtMs, (startsMs) => countedDays(nowMs - startsMs));
  const ordinary = (total(votes) + 1) / (total(days) + 1);
  const appeal = votes.map((voted, row) =>
    Math.log((voted + ordinary * MODEL.ordinaryDays) / ((days[row] ?? 0) + MODEL.ordinaryDays)),
  );
  return { votes, appeal };
}

/** How long an item was there, the days weighed as their votes are. */
function countedDays(agoMs: number): number {
  const lifeMs = MODEL.popularHalfLifeMs / Math.LN2;
  return (lifeMs * (1 - Math.exp(-Math.max(0, agoMs) / lifeMs))) / DAY_MS;
}

const total = (column: Float32Array): number => column.reduce((sum, value) => sum + value, 0);
