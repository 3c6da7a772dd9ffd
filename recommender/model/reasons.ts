import type { Gender } from '../../auction/api.ts';
import { CATEGORY_IDS } from '../../auction/categories.ts';
import { groupOf } from '../../auction/groups.ts';
import type { RecommendationReason } from '../../auction/recommendations.ts';
import { BECAUSE } from './dealings.ts';
import type { Evidence } from './evidence.ts';
import { type Model, titleOf } from './model.ts';
import { type Asked, byGroup, byNeighbours, byTitle } from './scoring.ts';

type Person = { readonly age: number | null; readonly gender: Gender };

/** Of all that can truly be said of an item, what added most to its score. */
export function reasonFor(
  model: Model,
  person: Person,
  row: number,
  asked: Asked,
  evidence: Evidence,
): RecommendationReason | undefined {
  const reasons = [
    { reason: neighbour(model, row, evidence), part: byNeighbours(model, row, asked, evidence) },
    { reason: favourite(model, row, asked), part: byTitle(model, row, asked) },
    { reason: ofGroup(person, row, evidence), part: byGroup(model, row, asked, evidence) },
    // As popular as other things that are shown is no reason for this one, but better than none.
    { reason: popularWithAll(model, row), part: 0 },
  ];
  return reasons
    .filter(({ reason }) => reason !== undefined)
    .reduce<{ reason?: RecommendationReason | undefined; part: number }>(
      (best, each) => (each.part > best.part ? each : best),
      { part: Number.NEGATIVE_INFINITY },
    ).reason;
}

function neighbour(model: Model, row: number, evidence: Evidence): RecommendationReason | undefined {
  if ((evidence.walks[row] ?? 0) === 0) return undefined;
  const at = evidence.source[row] ?? 0;
  const item = model.columns.history[at] ?? 0;
  const because = model.columns.historyReasons[at];
  const kind =
    because === BECAUSE.won ? 'because_won' : because === BECAUSE.liked ? 'because_liked' : 'because_bid';
  return { kind, auctionId: model.items.textOf(item), title: titleOf(model, item) };
}

function favourite({ columns }: Model, row: number, { profile }: Asked): RecommendationReason | undefined {
  const category = CATEGORY_IDS[columns.category[row] ?? 0];
  if (category === undefined || !profile.favourites.has(columns.category[row] ?? 0)) return undefined;
  return { kind: 'category', category };
}

function ofGroup({ age, gender }: Person, row: number, evidence: Evidence): RecommendationReason | undefined {
  const group = age === null ? null : groupOf(age, gender);
  const lift = evidence.group[row] ?? 0;
  if (group === null || lift === 0 || !Number.isFinite(lift)) return undefined;
  return { kind: 'group', ...group };
}

function popularWithAll({ columns }: Model, row: number): RecommendationReason | undefined {
  return (columns.votes[row] ?? 0) > 0 ? { kind: 'popular' } : undefined;
}
