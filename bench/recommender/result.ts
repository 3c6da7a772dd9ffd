import type { Figure, Quality } from './quality/quality.ts';
import type { Crowd } from './quality/trial.ts';
import type { Speed } from './speed/speed.ts';

export type Result = {
  readonly machine: string;
  readonly date: string;
  /** Worlds with planted tastes, and as many without. */
  readonly quality?: { readonly tastes: Quality; readonly none: Quality };
  readonly speed?: Speed;
};

const exact = (digits: number) => (value: number) => Number(value.toFixed(digits));
const share = exact(4);

/** The result for programs. */
export function json({ machine, date, quality, speed }: Result): object {
  return {
    machine,
    date,
    ...(quality && { synthetic: true, ...qualityJson(quality.tastes), control: qualityJson(quality.none) }),
    ...speed,
  };
}

const qualityJson = ({ rows, ...rest }: Quality) => ({
  rows: rows.map(({ method, recall, ndcg }) => ({
    method,
    recall_at_10: share(recall.all.mean),
    recall_at_10_spread: share(recall.all.spread),
    ndcg_at_10: share(ndcg.all.mean),
    ndcg_at_10_spread: share(ndcg.all.spread),
    ...of('known', recall, ndcg),
    ...of('unknown', recall, ndcg),
  })),
  quality_worlds: {
    seeds: rest.seeds,
    people: rest.people,
    items: rest.items,
    learned_from: rest.learnedFrom,
    asked: rest.asked,
    open_items: rest.open,
    wanted_per_person: share(rest.wantedPerPerson),
  },
});

const of = (
  crowd: Crowd,
  recall: Readonly<Record<Crowd, Figure>>,
  ndcg: Readonly<Record<Crowd, Figure>>,
) => ({
  [`recall_at_10_${crowd}`]: share(recall[crowd].mean),
  [`ndcg_at_10_${crowd}`]: share(ndcg[crowd].mean),
});
