import type { Observer } from './ports.ts';

/** Nobody counts: for tests and benches of what is counted elsewhere. */
export const UNOBSERVED: Observer = {
  arrived: () => {},
  answered: () => {},
  settled: () => {},
  closed: () => {},
  epochLost: () => {},
  turnedAway: () => {},
};
