import type { Dealings } from './dealings.ts';
import { EVERYBODY, GROUPS } from './groups.ts';
import type { InteractionLog } from './interaction-log.ts';
import { MODEL } from './limits.ts';
import { CATEGORIES, SHELVES } from './model.ts';

/**
 * What each group deals with more than everybody does: categories, and among open items those that draw it most in each category. What is
 * said by few votes is smoothed towards everybody.
 */
export function popularity(
  log: InteractionLog,
  dealings: Dealings,
  category: Uint8Array,
  { votes, appeal }: { readonly votes: Float32Array; readonly appeal: Float32Array },
) {
  const openCount = votes.length;
  const groupLifts = categoryLifts(log, dealings, category);
  const ofGroups = votesByGroup(log, dealings, openCount);
  const popular: number[] = [];
  const lifts: number[] = [];
  const popularFrom = new Uint32Array(SHELVES + 1);
  const allVotes = total(votes);
  for (let group = 0; group < GROUPS; group++) {
    const own = ofGroups.subarray(group * openCount, (group + 1) * openCount);
    const share = group === EVERYBODY ? 1 : total(own) / Math.max(allVotes, 1e-9);
    const lift = (row: number) =>
      group === EVERYBODY ? 0 : logLift(own[row] ?? 0, share * (votes[row] ?? 0), MODEL.doubt.group);
    const score = (row: number) => MODEL.blend.appeal * (appeal[row] ?? 0) + MODEL.blend.group * lift(row);
    for (const [shelf, rows] of bestOfEach(category, votes, score).entries()) {
      for (const row of rows) {
        popular.push(row);
        // Only what the group itself voted for can be said to be its own.
        lifts.push((own[row] ?? 0) > 0 ? lift(row) : Number.NEGATIVE_INFINITY);
      }
      popularFrom[group * CATEGORIES + shelf + 1] = popular.length;
    }
  }
  return {
    votes,
    appeal,
    groupLifts,
    popularFrom,
    popular: Uint32Array.from(popular),
    popularLifts: Float32Array.from(lifts),
  };
}

/** How much more than by chance something was counted, as a logarithm; near 0 where little could be expected. */
export const logLift = (counted: number, expected: number, doubt: number): number =>
  Math.log((counted + doubt) / (expected + doubt));

/** By group and category. */
function categoryLifts(log: InteractionLog, dealings: Dealings, category: Uint8Array): Float32Array {
  const counted = new Float64Array(SHELVES);
  for (let at = 0; at < dealings.count; at++) {
    const group = log.groupOf(dealings.person[at] ?? 0);
    const shelf = category[dealings.item[at] ?? 0] ?? 0;
    counted[shelf] = (counted[shelf] ?? 0) + (dealings.weight[at] ?? 0);
    if (group === EVERYBODY) continue;
    const place = group * CATEGORIES + shelf;
    counted[place] = (counted[place] ?? 0) + (dealings.weight[at] ?? 0);
  }
  const sum = (group: number) =>
    counted.subarray(group * CATEGORIES, (group + 1) * CATEGORIES).reduce((all, each) => all + each, 0);
  const all = Math.max(sum(EVERYBODY), 1e-9);
  return Float32Array.from({ length: SHELVES }, (_, place) => {
    const group = Math.floor(place / CATEGORIES);
    if (group === EVERYBODY) return 0;
    const expected = (sum(group) * (counted[place % CATEGORIES] ?? 0)) / all;
    return logLift(counted[place] ?? 0, expected, MODEL.doubt.groupCategory);
  });
}

function votesByGroup(log: InteractionLog, dealings: Dealings, openCount: number): Float32Array {
  const votes = new Float32Array(GROUPS * openCount);
  for (let at = 0; at < dealings.count; at++) {
    const row = dealings.item[at] ?? 0;
    if (row >= openCount) continue;
    const place = log.groupOf(dealings.person[at] ?? 0) * openCount + row;
    votes[place] = (votes[place] ?? 0) + (dealings.vote[at] ?? 0);
  }
  return votes;
}

/** The best few of each category, of those that anybody voted for. */
function bestOfEach(category: Uint8Array, votes: Float32Array, score: (row: number) => number): number[][] {
  const shelves: { row: number; score: number }[][] = Array.from({ length: CATEGORIES }, () => []);
  const enough = MODEL.popularPerCategory;
  for (let row = 0; row < votes.length; row++) {
    const shelf = shelves[category[row] ?? 0];
    if (shelf === undefined || (votes[row] ?? 0) <= 0) continue;
    const scored = { row, score: score(row) };
    const last = shelf.at(-1);
    if (shelf.length >= enough && last !== undefined && scored.score <= last.score) continue;
    let at = shelf.length;
    while (at > 0 && (shelf[at - 1]?.score ?? 0) < scored.score) at--;
    shelf.splice(at, 0, scored);
    if (shelf.length > enough) shelf.pop();
  }
  return shelves.map((shelf) => shelf.map(({ row }) => row));
}

const total = (column: Float32Array): number => column.reduce((sum, value) => sum + value, 0);
