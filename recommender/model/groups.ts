import type { Gender } from '../../auction/api.ts';
import { groupOf } from '../../auction/groups.ts';

/** Everybody is group 0; then each gender that says something, by decades of age. */
export const EVERYBODY = 0;
const GENDERS: readonly Gender[] = ['female', 'male', 'other'];
const BANDS = 7;
export const GROUPS = 1 + GENDERS.length * BANDS;

/** The group somebody belongs to besides everybody; `EVERYBODY` where age or gender is not known. */
export function groupIndex(age: number | null, gender: Gender): number {
  const group = age === null ? null : groupOf(age, gender);
  if (group === null) return EVERYBODY;
  return 1 + GENDERS.indexOf(group.gender) * BANDS + Math.max(0, group.ageFrom / 10 - 1);
}
