import type { Item } from '../world/items.ts';
import type { Person } from '../world/people.ts';
import type { Deal, World } from '../world/world.ts';

const DAY_MS = 86_400_000;

/** What starts later than that is not offered by anybody. */
const SOON_MS = DAY_MS;

type Win = { readonly atMs: number; readonly person: Person; readonly item: Item };

/** What may be learned from: nothing in it happened at the cut or after. */
export type Past = {
  readonly cutMs: number;
  /** Listed before the cut. */
  readonly listed: readonly Item[];
  /** What can be recommended: live at the cut, or soon starting. */
  readonly open: readonly Item[];
  readonly deals: readonly Deal[];
  readonly wins: readonly Win[];
};

/** Somebody who bid, within the window after the cut, on something open at the cut that they had not dealt with before. */
export type Asked = {
  readonly person: Person;
  /** Whether they had dealt with anything before. */
  readonly known: boolean;
  /** By index, as what they dealt with before. */
  readonly wanted: ReadonlySet<number>;
  readonly dealtWith: ReadonlySet<number>;
};

export type Split = {
  readonly past: Past;
  readonly asked: readonly Asked[];
  /** What the oracle is told: how likely each theme is for somebody as their favourites were at the cut. */
  readonly likelihoods: (person: Person) => Float64Array;
};

/** Plays a world to its end; what is asked for are the last `windowDays` of it. */
export function splitByTime(world: World, windowDays: number): Split {
  const cutMs = world.recipe.untilMs - windowDays * DAY_MS;
  const deals: Deal[] = [];
  const dealtWith = new Map<number, Set<number>>();
  const wanted = new Map<number, Set<number>>();
  const open = world.items.filter(
    ({ listedMs, startsMs, endsMs }) => listedMs < cutMs && startsMs < cutMs + SOON_MS && cutMs < endsMs,
  );
  const isOpen = new Set(open.map(({ index }) => index));
  let atCut: ReturnType<typeof cutOf> | undefined;

  for (const deal of world.deals()) {
    const { person, item } = deal;
    if (deal.atMs < cutMs) {
      deals.push(deal);
      entry(dealtWith, person.index).add(item.index);
      continue;
    }
    // Favourites and leaders change as the world goes on.
    atCut ??= cutOf(world, cutMs);
    const before = dealtWith.get(person.index);
    if (deal.kind === 'bid' && isOpen.has(item.index) && before?.has(item.index) !== true)
      entry(wanted, person.index).add(item.index);
  }

  const { wins, favourites } = atCut ?? cutOf(world, cutMs);
  return {
    past: { cutMs, open, deals, wins, listed: world.items.filter(({ listedMs }) => listedMs < cutMs) },
    asked: [...wanted].map(([index, items]) => ({
      person: world.people[index] as Person,
      known: dealtWith.has(index),
      wanted: items,
      dealtWith: dealtWith.get(index) ?? new Set(),
    })),
    likelihoods: (person) =>
      world.likelihoods({ ...person, favourites: favourites[person.index] ?? [] }, cutMs),
  };
}

function cutOf({ items, people, standing }: World, cutMs: number) {
  const wins: Win[] = [];
  for (const item of items) {
    const winner = people[standing.of(item).leader];
    if (item.endsMs < cutMs && winner !== undefined) wins.push({ atMs: item.endsMs, person: winner, item });
  }
  return { wins, favourites: people.map(({ favourites }) => [...favourites]) };
}

function entry(sets: Map<number, Set<number>>, key: number): Set<number> {
  let set = sets.get(key);
  if (set === undefined) {
    set = new Set();
    sets.set(key, set);
  }
  return set;
}
