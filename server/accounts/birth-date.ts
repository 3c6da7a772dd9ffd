import { HTTP_LIMITS } from '../limits.ts';

/** What is wrong with a birth date `YYYY-MM-DD`, as of `nowMs`; undefined when nothing is. */
export function birthDateProblem(birthDate: string, nowMs: number): string | undefined {
  const bornMs = Date.parse(`${birthDate}T00:00:00Z`);
  const real = Number.isFinite(bornMs) && new Date(bornMs).toISOString().startsWith(birthDate);
  if (!real) return 'must be a day of the calendar, as YYYY-MM-DD';
  if (bornMs > nowMs) return 'must not lie in the future';
  if (new Date(bornMs).getUTCFullYear() < HTTP_LIMITS.earliestBirthYear) return 'lies too far in the past';
  const comingOfAge = new Date(bornMs);
  comingOfAge.setUTCFullYear(comingOfAge.getUTCFullYear() + HTTP_LIMITS.youngestYears);
  if (comingOfAge.getTime() > nowMs) return `must be ${HTTP_LIMITS.youngestYears} years ago or more`;
  return undefined;
}

/** Whole years lived by `nowMs`, as the log of bids counts them. */
export function ageAt(birthDate: string, nowMs: number): number {
  const [born, now] = [new Date(`${birthDate}T00:00:00Z`), new Date(nowMs)];
  const years = now.getUTCFullYear() - born.getUTCFullYear();
  const birthday = Date.UTC(now.getUTCFullYear(), born.getUTCMonth(), born.getUTCDate());
  return nowMs < birthday ? years - 1 : years;
}
