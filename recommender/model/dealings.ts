import { BID, type InteractionLog, TRIED, WON } from './interaction-log.ts';
import { MODEL } from './limits.ts';
import { newestFirst } from './newest-first.ts';
import type { Places } from './places.ts';

/** Why an item stands in somebody's history. */
export const BECAUSE = { bid: 0, liked: 1, won: 2 } as const;

/** The log as the model sees it: the latest first, each with what it weighs by now. */
export type Dealings = {
  readonly count: number;
  readonly person: Uint32Array;
  /** The item's place in the model. */
  readonly item: Uint32Array;
  readonly weight: Float32Array;
  /** What it counts in popularity. */
  readonly vote: Float32Array;
  readonly because: Uint8Array;
  /** 1: they bid on it or tried to. */
  readonly bid: Uint8Array;
};

/** Rows of the log that are not too old to say anything, the latest first, and when that was, by row. */
export function latestFirst(log: InteractionLog, nowMs: number) {
  const times = new Uint32Array(log.count);
  for (let at = 0; at < log.count; at++) times[at] = Math.max(log.bidAt[at] ?? 0, log.likedAt[at] ?? 0);
  const order = newestFirst(times);
  const oldest = Math.max(1, Math.floor((nowMs - MODEL.rememberMs) / 1_000));
  let count = 0;
  while (count < order.length && (times[order[count] ?? 0] ?? 0) >= oldest) count++;
  return { order: order.subarray(0, count), times };
}

export type Latest = ReturnType<typeof latestFirst>;

export function dealingsIn(
  log: InteractionLog,
  { order, times }: Latest,
  { placeOf }: Places,
  nowMs: number,
): Dealings {
  const now = Math.floor(nowMs / 1_000);
  const n = order.length;
  const person = new Uint32Array(n);
  const item = new Uint32Array(n);
  const weight = new Float32Array(n);
  const vote = new Float32Array(n);
  const because = new Uint8Array(n);
  const bid = new Uint8Array(n);
  let count = 0;
  for (const at of order) {
    const time = times[at] ?? 0;
    const place = placeOf[log.item[at] ?? 0] ?? -1;
    if (place < 0) continue;
    const deeds = log.deeds[at] ?? 0;
    const ageMs = Math.max(0, now - time) * 1_000;
    const worth = worthOf(deeds, (log.likedAt[at] ?? 0) > 0);
    person[count] = log.person[at] ?? 0;
    item[count] = place;
    weight[count] = worth * 2 ** (-ageMs / MODEL.tasteHalfLifeMs);
    vote[count] = worth * 2 ** (-ageMs / MODEL.popularHalfLifeMs);
    because[count] = deeds === 0 ? BECAUSE.liked : (deeds & WON) === 0 ? BECAUSE.bid : BECAUSE.won;
    bid[count] = deeds === 0 ? 0 : 1;
    count++;
  }
  return { count, person, item, weight, vote, because, bid };
}

function worthOf(deeds: number, liked: boolean): number {
  const { weights } = MODEL;
  const bid = (deeds & BID) !== 0 ? weights.bid : (deeds & TRIED) !== 0 ? weights.tried : 0;
  return bid + (liked ? weights.liked : 0) + ((deeds & WON) !== 0 ? weights.won : 0);
}
