import type { Gender } from './api.ts';

/** People of one gender and one decade of age; null: everybody. */
export type Group = {
  readonly ageFrom: number;
  readonly ageTo: number | null;
  readonly gender: Gender;
} | null;

/** The decade of age somebody is in; who is younger than 20 or older than 70 is in one with all such. */
export function groupOf(age: number, gender: Gender): Group {
  if (gender === 'undisclosed') return null;
  if (age < 20) return { ageFrom: 0, ageTo: 19, gender };
  if (age >= 70) return { ageFrom: 70, ageTo: null, gender };
  const ageFrom = Math.floor(age / 10) * 10;
  return { ageFrom, ageTo: ageFrom + 9, gender };
}
