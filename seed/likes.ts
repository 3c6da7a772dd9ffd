import { longTailed } from './chance.ts';
import { LIMITS } from './limits.ts';
import type { Person } from './people.ts';
import type { Plan } from './plans.ts';
import type { Random } from './random.ts';
import type { Interested } from './tastes.ts';

/** Of an auction with the usual appeal, before chance: about two in the mean over all. */
const USUAL_LIKES = 0.85;

export type Like = { readonly person: Person; readonly atMs: number };

/** Who likes an item, each once: what gets many bids gets many likes, but not only that. */
export function likesOf(random: Random, plan: Plan, untilMs: number, interested: Interested): Like[] {
  const wanted = Math.floor(longTailed(random, USUAL_LIKES * plan.appeal, 0.7) + random());
  const likes = new Map<number, Like>();
  const fromMs = plan.listedMicros / 1_000;
  for (let count = Math.min(wanted, LIMITS.likesPerAuction); count > 0; count -= 1) {
    const person = interested(random, plan.category);
    const atMs = Math.ceil(fromMs + random() * (untilMs - fromMs));
    if (!likes.has(person.index)) likes.set(person.index, { person, atMs });
  }
  return [...likes.values()];
}
