import type { Me, RecommendationReason, RecommendationsBody } from '../../auction/api.ts';
import { type Group, groupOf } from '../../auction/groups.ts';
import type { Catalogue } from '../../persistence/catalogue/catalogue.ts';
import type { HouseClock } from '../../rooms/ports.ts';
import { ageAt } from '../accounts/birth-date.ts';
import { Gate } from '../catalogue/gate.ts';
import { within } from '../leaving/within.ts';
import type { Log } from '../logs/log.ts';
import { type Asked, type BreakerState, openBreaker } from './breaker.ts';
import { RECOMMENDATION_LIMITS } from './limits.ts';
import { openPopularList } from './popular-list.ts';
import { toldReason } from './reason-text.ts';
import { recommenderAt } from './recommender.ts';

/** Who asks; null: a stranger. Of this only id, age and gender leave the house. */
type Asking = Pick<Me, 'id' | 'birthDate' | 'gender'> | null;

type Source = RecommendationsBody['source'];

/** `items`: the inside of a JSON array. */
type Section = { readonly items: string; readonly source: Source };

const NOTHING: Section = { items: '', source: 'none' };

type Parts = {
  readonly catalogue: Catalogue;
  readonly clock: HouseClock;
  readonly log: Log;
  /** Where it is, and what is said to it to be let in. */
  readonly recommender: {
    readonly url: string;
    readonly secret: string;
    readonly timeoutMs: number;
    readonly leftAloneMs: number;
  };
};

export interface Recommendations {
  /** A `RecommendationsBody` as JSON. Never rejects, and waits neither for the recommender nor for what is popular longer than the timeout. */
  recommend(asking: Asking, limit: number): Promise<string>;
  /** Begins the same for a page that is being made; whoever then calls for it waits at most the timeout from that moment. */
  begin(asking: Asking, limit: number): () => Promise<string>;
  breakerState(): BreakerState;
  /** Tells of everything asked and served from now on. */
  watch(watcher: Watcher): void;
  stop(): void;
}

type Watcher = {
  readonly asked: (asked: Asked) => void;
  readonly served: (source: Source) => void;
};

export function openRecommendations({ catalogue, clock, log, recommender }: Parts): Recommendations {
  const { timeoutMs } = recommender;
  const watchers: Watcher[] = [];
  const breaker = openBreaker(recommenderAt(recommender), {
    timeoutMs,
    leftAloneMs: recommender.leftAloneMs,
    log,
    onAsked: (asked) => {
      for (const watcher of watchers) watcher.asked(asked);
    },
  });
  const popularList = openPopularList(catalogue.popular, clock);
  const gate = new Gate({
    atOnce: RECOMMENDATION_LIMITS.lookUpsAtOnce,
    waiting: RECOMMENDATION_LIMITS.lookUpsWaiting,
  });

  /** The recommender's choice, as far as it can be bid on; undefined when that is nothing. */
  const recommended = async (asking: Asking, age: number | null, limit: number) => {
    const answer = await breaker.ask({
      userId: asking?.id ?? null,
      age,
      gender: asking?.gender ?? 'undisclosed',
      limit: Math.min(limit + RECOMMENDATION_LIMITS.spareItems, RECOMMENDATION_LIMITS.itemsMost),
    });
    if (answer === undefined) return undefined;
    const reasons = new Map<string, RecommendationReason>();
    for (const { auctionId, reason } of answer.items)
      if (!reasons.has(auctionId)) reasons.set(auctionId, reason);
    const found = await gate.through(() =>
      catalogue.chosen([...reasons.keys()], { notOf: asking?.id ?? null, nowMs: clock.nowMs() }),
    );
    if (found === undefined) return undefined;
    breaker.judge(found.length > 0 || reasons.size === 0);
    if (found.length === 0) return undefined;
    const items = found.slice(0, limit).map(({ id, card }) => {
      const reason = reasons.get(id) ?? { kind: 'popular' };
      return `{"auction":${card},"reason":${JSON.stringify(toldReason(reason))}}`;
    });
    return { items: items.join(), source: 'recommender' } as const;
  };

  const popular = async (asking: Asking, group: Group, limit: number) => {
    const list = popularList(group, { notOf: asking?.id ?? null, limit });
    const items = await within(list, timeoutMs);
    if (items === undefined || items.length === 0) return undefined;
    return { items: items.map((item) => JSON.stringify(item)).join(), source: 'popular' } as const;
  };

  const orNothing = async (what: string, sought: Promise<Section | undefined>) => {
    try {
      return await sought;
    } catch (error) {
      log.warn({ err: error }, `${what} could not be looked up`);
      return undefined;
    }
  };

  const sectionFor = async (asking: Asking, limit: number): Promise<Section> => {
    const age = asking === null ? null : ageAt(asking.birthDate, clock.nowMs());
    const group = asking === null || age === null ? null : groupOf(age, asking.gender);
    // So that it is there when it is needed: who is slow that long mostly stays so.
    const early = setTimeout(
      () => void popularList(group, { notOf: null, limit: 0 }).catch(() => {}),
      timeoutMs / 2,
    );
    const ours = await orNothing('what is recommended', recommended(asking, age, limit));
    clearTimeout(early);
    return ours ?? (await orNothing('what is popular', popular(asking, group, limit))) ?? NOTHING;
  };

  const served = ({ items, source }: Section): string => {
    for (const watcher of watchers) watcher.served(source);
    return `{"items":[${items}],"source":"${source}"}`;
  };

  return {
    async recommend(asking, limit) {
      return served(await sectionFor(asking, limit));
    },
    begin(asking, limit) {
      const section = sectionFor(asking, limit);
      return async () => served((await within(section, timeoutMs)) ?? NOTHING);
    },
    breakerState: breaker.state,
    watch: (watcher) => void watchers.push(watcher),
    stop: breaker.stop,
  };
}
