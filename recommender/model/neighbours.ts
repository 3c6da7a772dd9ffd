import type { Evidence } from './evidence.ts';
import { MODEL } from './limits.ts';
import type { Model } from './model.ts';

/**
 * Open items that the people who dealt with somebody's items deal with, too: from each item one walks to everybody who dealt with it, and
 * on to what they deal with now. It is walked when it is asked for: the lists of all neighbours of all items would be larger than
 * everything else together, and older. Returns how many walks there were.
 */
export function walkToNeighbours({ columns: c }: Model, person: number, evidence: Evidence): number {
  const { found } = evidence;
  const rows: number[] = [];
  let steps = 0;
  let all = 0;
  for (let at = c.historyFrom[person] ?? 0; at < (c.historyFrom[person + 1] ?? 0); at++) {
    const item = c.history[at] ?? 0;
    let sum = 0;
    for (let d = c.dealersFrom[item] ?? 0; d < (c.dealersFrom[item + 1] ?? 0); d++) {
      const dealer = c.dealers[d] ?? 0;
      if (dealer === person) continue;
      const weight = c.dealerWeights[d] ?? 0;
      const end = c.openFrom[dealer + 1] ?? 0;
      for (let o = c.openFrom[dealer] ?? 0; o < end; o++) {
        const other = c.open[o] ?? 0;
        if (other === item) continue;
        if (found[other] === 0) rows.push(other);
        const walked = weight * (c.openWeights[o] ?? 0);
        found[other] = (found[other] ?? 0) + walked;
        sum += walked;
        steps++;
      }
    }
    // A popular item sends no more walks than another, and one sends as many as its people can tell apart from chance.
    const scale = sum === 0 ? 0 : (c.historyWeights[at] ?? 0) / (sum + MODEL.fewWalks);
    all += sum * scale;
    for (const other of rows) {
      evidence.walkTo(other, (found[other] ?? 0) * scale, at);
      found[other] = 0;
    }
    rows.length = 0;
    if (steps > MODEL.steps) break;
  }
  evidence.suggestMostWalkedTo(MODEL.neighbours);
  return all;
}
