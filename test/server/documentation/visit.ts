import { expect } from 'vitest';
import type { FakeRecommender } from '../fake-recommender.ts';
import type { Person, ServerStage } from '../server-stage.ts';
import { needsSomebody, type Operation } from './document.ts';
import type { Tour } from './tour.ts';

/** What all stops of the tour share; filled in before the first. */
export type Visit = {
  server: ServerStage;
  recommender: FakeRecommender;
  tour: Tour;
  admin: Person;
  seller: Person;
  ann: Person;
};

/** A UUID that nothing has. */
export const NOBODY = '00000000-0000-4000-8000-000000000000';

/** Somebody who may. */
export const allowed = (visit: Visit, operation: Operation): Person | undefined =>
  needsSomebody(operation) ? visit.admin : undefined;

export const changes = ({ method }: Operation): boolean => method !== 'GET';

/** Goes to each operation of a kind, of which there must be some. */
export async function everyOne(
  { tour }: Visit,
  which: (operation: Operation) => boolean,
  stop: (operation: Operation) => Promise<unknown>,
): Promise<void> {
  const operations = tour.operations.filter(which);
  expect(operations.length).toBeGreaterThan(0);
  for (const operation of operations) await stop(operation);
}
