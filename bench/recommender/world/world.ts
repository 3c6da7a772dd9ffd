/**
 * A SYNTHETIC auction house with planted tastes: nobody's data, and no more than a sketch of how people bid. What it assumes:
 *
 * - There are 60 themes, six in each category, some larger than others. Every category is in fashion with an age and a gender, and each of its
 *   themes somewhat otherwise. Three titles of four have one word of their theme among others. Nothing outside this folder is told a theme,
 *   an appeal or anybody's favourites: only who dealt with what, and when.
 * - Everybody has four favourite themes, half of which come from what their age and gender want and half from anything; now and then one of
 *   them is replaced. Some people come often and most seldom; they join bit by bit and stay for weeks or months.
 * - Of what they look at two thirds is out of interest (three quarters of it favourites, one quarter what their group wants), a fifth is what
 *   somebody else has just bid on, and the rest is anything. Within a theme, items draw by their appeal, which is long-tailed.
 * - Some like an item instead of a bid, or before it; some see it before it starts; many come back to bid again, most of them late.
 *   A few attempts are refused, and logged as such.
 * - Nobody looks at a recommendation: what they see does not depend on any method that is compared.
 *
 * Without `planted`, interest is in nothing: whoever would follow a taste takes any item by its appeal. The shares were chosen before anything
 * was measured. One thing was changed after: fashion had been drawn for each theme alone, which left categories nearly alike to all groups, and
 * so nothing to the reference's way.
 */
import { longTailed } from '../../../seed/chance.ts';
import { idsFor, type Random, randomPer } from '../../../seed/random.ts';
import { type Item, itemsOf } from './items.ts';
import { type Person, peopleOf, wishesOf } from './people.ts';
import { Presence } from './presence.ts';
import { SLOT_MS, Slots } from './slots.ts';
import { Standing } from './standing.ts';
import { type Theme, themesOf } from './themes.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Why people look at something. */
export const DRIVES = { interest: 0.65, crowd: 0.2, chance: 0.15 } as const;

const SHARES = {
  /** Looks at another item in the same visit. */
  another: 0.35,
  /** Likes it; and of those, who bids at once, and who later. */
  likes: 0.3,
  likersWhoBid: 0.5,
  likersWhoBidLater: 0.3,
  /** The same for what has not started. */
  likesAhead: 0.6,
  bidsAtStart: 0.5,
  comesBack: 0.42,
  late: 0.4,
  tooLow: 0.05,
  tooPoor: 0.02,
} as const;

/** So many bids the crowd remembers, for those who do what others do. */
export const REMEMBERED_BIDS = 1_000;
/** To begin with; then it is known how many bids come of a visit. */
const BIDS_PER_VISIT = 1.8;

export type Recipe = {
  readonly seed: number;
  readonly people: number;
  readonly items: number;
  /** About so many, refused ones among them. */
  readonly bids: number;
  readonly days: number;
  /** When it ends: everything happens before, in so many days. */
  readonly untilMs: number;
  readonly planted: boolean;
};

export type Deal =
  | { readonly kind: 'like'; readonly atMs: number; readonly person: Person; readonly item: Item }
  | {
      readonly kind: 'bid';
      readonly atMs: number;
      readonly person: Person;
      readonly item: Item;
      readonly bidId: string;
      readonly outcome: 'accepted' | 'below_minimum' | 'insufficient_points';
      readonly points: number;
      /** Its place in the item's log, and how the item stood after it. */
      readonly seq: number;
      readonly pricePoints: number;
      readonly minimumPoints: number;
    };

export type World = {
  readonly recipe: Recipe;
  readonly themes: readonly Theme[];
  readonly people: readonly Person[];
  /** In the order in which they are listed. */
  readonly items: readonly Item[];
  /** As of the last deal. */
  readonly standing: Standing;
  /** Hidden from all methods but the one that is there to show what could be known. */
  readonly likelihoods: (person: Person, atMs: number) => Float64Array;
  /** Everything that is done, in the order of time; once. */
  deals(): Generator<Deal>;
};

export function worldOf(recipe: Recipe): World {
  const { seed, untilMs, days, planted } = recipe;
  const startMs = untilMs - days * DAY_MS;
  const themes = themesOf(seed);
  const people = peopleOf({ ...recipe, startMs, themes });
  const items = itemsOf({ ...recipe, startMs, themes });
  const standing = new Standing(items);
  const { wish, likelihoods } = wishesOf(themes);
  const random = randomPer(seed, 'bench deals')(0);
  const bidIdOf = idsFor(seed, 'bench bid');
  const liked = new Set<number>();
  const recent: Item[] = [];
  let bids = 0;

  function* like(person: Person, item: Item, atMs: number): Generator<Deal> {
    const key = person.index * items.length + item.index;
    if (liked.has(key)) return;
    liked.add(key);
    yield { kind: 'like', atMs, person, item };
  }

  function* bid(person: Person, item: Item, atMs: number, slots: Slots): Generator<Deal> {
    const { leader, minimum } = standing.of(item);
    if (leader === person.index) return;
    const fate = random();
    const outcome =
      fate < SHARES.tooLow
        ? 'below_minimum'
        : fate < SHARES.tooLow + SHARES.tooPoor
          ? 'insufficient_points'
          : 'accepted';
    // Of the start price, because some items are bid on a thousand times.
    const jump = Math.floor(item.startPoints * 0.1 * random());
    const points = outcome === 'below_minimum' ? Math.max(1, minimum - 1) : minimum + jump;
    const seq = standing.log(item);
    if (outcome === 'accepted') {
      standing.accept(item, person.index, points, atMs);
      recent[bids % REMEMBERED_BIDS] = item;
    }
    const after = standing.of(item);
    yield {
      ...{ kind: 'bid', atMs, person, item, bidId: bidIdOf(bids), outcome, points, seq },
      ...{ pricePoints: after.price, minimumPoints: after.minimum },
    };
    bids += 1;
    if (random() < SHARES.comesBack) slots.plan(backAt(random, item, atMs), person, item);
  }

  function* meet(person: Person, item: Item, atMs: number, slots: Slots): Generator<Deal> {
    if (item.sellerIndex === person.index) return;
    if (atMs < item.startsMs) {
      if (random() < SHARES.likesAhead) yield* like(person, item, atMs);
      if (random() < SHARES.bidsAtStart) slots.plan(item.startsMs + soon(random), person, item);
      return;
    }
    if (random() < SHARES.likes) {
      yield* like(person, item, atMs);
      const next = random();
      if (next < SHARES.likersWhoBidLater) slots.plan(atMs + soon(random), person, item);
      if (next >= SHARES.likersWhoBidLater + SHARES.likersWhoBid || next < SHARES.likersWhoBidLater) return;
    }
    yield* bid(person, item, atMs, slots);
  }

  function* visit(person: Person, atMs: number, slots: Slots, { shelves }: Presence): Generator<Deal> {
    do {
      const drive = random();
      const item =
        drive < DRIVES.interest
          ? planted
            ? shelves.ofTheme(random, wish(random, person, atMs), atMs)
            : shelves.ofAll(random, atMs)
          : drive < DRIVES.interest + DRIVES.crowd
            ? recent[Math.floor(random() * recent.length)]
            : shelves.byChance(random, atMs);
      if (item !== undefined && item.listedMs <= atMs && atMs < item.endsMs)
        yield* meet(person, item, atMs, slots);
    } while (random() < SHARES.another);
  }

  return {
    ...{ recipe, themes, people, items, standing, likelihoods },
    *deals() {
      const slots = new Slots(startMs);
      let visits = 0;
      for (let day = 0; day < days; day += 1) {
        const dayMs = startMs + day * DAY_MS;
        const presence = new Presence(dayMs, { people, items, themes });
        for (let slotMs = dayMs; slotMs < dayMs + DAY_MS; slotMs += SLOT_MS) {
          // As many as it takes to come to the wanted number of bids by the end, evenly over time.
          const due =
            recipe.bids * ((slotMs + SLOT_MS - startMs) / (untilMs - startMs)) - bids - slots.waiting;
          const perVisit = visits < 1_000 ? BIDS_PER_VISIT : (bids + slots.waiting) / visits;
          const coming = Math.max(0, Math.floor(due / perVisit + random()));
          const here = presence.anybody ? coming : 0;
          for (let count = 0; count < here; count += 1)
            slots.plan(slotMs + Math.floor(random() * SLOT_MS), presence.person(random), undefined);
          visits += here;
          for (const { atMs, person, item } of slots.take(slotMs)) {
            if (item === undefined) yield* visit(person, atMs, slots, presence);
            else if (item.startsMs <= atMs && atMs < item.endsMs) yield* bid(person, item, atMs, slots);
          }
        }
      }
    },
  };
}

/** Some hours later. */
const soon = (random: Random): number => Math.floor(SLOT_MS + longTailed(random, 6 * HOUR_MS, 1));

/** When somebody bids again: at any time until the end, or just before it. */
function backAt(random: Random, { endsMs }: Item, atMs: number): number {
  const leftMs = endsMs - atMs;
  const share = random() < SHARES.late ? 1 - 0.02 * random() : random();
  return Math.floor(atMs + Math.max(SLOT_MS, leftMs * share));
}
