import type { Evidence } from './evidence.ts';
import { EVERYBODY } from './groups.ts';
import { MODEL } from './limits.ts';
import { type Model, shelfOf } from './model.ts';
import { logLift } from './popularity.ts';
import type { Profile } from './profile.ts';

export type Asked = {
  readonly profile: Profile;
  readonly group: number;
  /** How many walks to neighbours there were. */
  readonly walks: number;
  readonly nowMs: number;
};

/** How likely somebody is to want an item beside other items, as a logarithm: the sum of what each kind of evidence says. */
export function scoreOf(model: Model, row: number, asked: Asked, evidence: Evidence): number {
  const { columns: c } = model;
  const leftMs = (c.endsAtMs[row] ?? 0) - asked.nowMs;
  return (
    byNeighbours(model, row, asked, evidence) +
    byTitle(model, row, asked) +
    byGroup(model, row, asked, evidence) +
    MODEL.blend.appeal * (c.appeal[row] ?? 0) +
    MODEL.blend.time * Math.log(1 - Math.exp(-leftMs / MODEL.timeToLookMs))
  );
}

export function byNeighbours(
  { columns: c }: Model,
  row: number,
  { walks }: Asked,
  evidence: Evidence,
): number {
  if (walks === 0) return 0;
  const expected = walks * (c.traffic[row] ?? 0);
  return MODEL.blend.neighbours * logLift(evidence.walks[row] ?? 0, expected, MODEL.doubt.neighbours);
}

/** Category and words. */
export function byTitle({ columns: c }: Model, row: number, { profile }: Asked): number {
  if (profile.wordLift === undefined) return 0;
  let said = 0;
  const to = c.wordsFrom[row + 1] ?? 0;
  for (let at = c.wordsFrom[row] ?? 0; at < to; at++) said += profile.wordLift(c.words[at] ?? 0);
  return MODEL.blend.words * said + MODEL.blend.category * (profile.categoryLifts[c.category[row] ?? 0] ?? 0);
}

export function byGroup({ columns: c }: Model, row: number, { group }: Asked, evidence: Evidence): number {
  if (group === EVERYBODY) return 0;
  const own = evidence.group[row] ?? 0;
  const { blend } = MODEL;
  return (
    blend.group * (Number.isFinite(own) ? own : 0) +
    blend.groupCategory * (c.groupLifts[shelfOf(group, c.category[row] ?? 0)] ?? 0)
  );
}
