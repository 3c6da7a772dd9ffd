import type { Asked } from '../quality/split.ts';

/** What somebody would be shown, the best first, by index. What they dealt with before is left out afterwards, of any method alike. */
export type Method = (asked: Asked) => readonly number[];

/** So many, because of some the first ten are known to somebody already. */
export const ENOUGH = 50;
