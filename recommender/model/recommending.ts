import type { Gender } from '../../auction/api.ts';
import type { RecommendationAnswer } from '../../auction/recommendations.ts';
import { gatherByWords, gatherPopular } from './crowds.ts';
import { Shortlist } from './diversity.ts';
import { Evidence } from './evidence.ts';
import { groupIndex } from './groups.ts';
import { MODEL } from './limits.ts';
import { CATEGORIES, isOffered, type Model } from './model.ts';
import { walkToNeighbours } from './neighbours.ts';
import { profileOf, UNKNOWN } from './profile.ts';
import { reasonFor } from './reasons.ts';
import { type Asked, scoreOf } from './scoring.ts';

export type Asker = { readonly userId: string | null; readonly age: number | null; readonly gender: Gender };

const NOBODY = -1;
const evidences = new WeakMap<Model, Evidence>();

/** What to show somebody at this moment, best first, each with the reason that speaks most for it. */
export function recommend(
  model: Model,
  asker: Asker,
  nowMs: number,
  limit: number,
): RecommendationAnswer['items'] {
  const evidence = evidenceFor(model);
  const person = asker.userId === null ? NOBODY : model.people.find(asker.userId);
  try {
    const group = groupIndex(asker.age, asker.gender);
    const profile = person === NOBODY ? UNKNOWN : profileOf(model, person, evidence);
    const walks = person === NOBODY ? 0 : walkToNeighbours(model, person, evidence);
    gatherByWords(model, profile, evidence);
    gatherPopular(model, group, evidence);
    const asked: Asked = { profile, group, walks, nowMs };
    return offeredTo(model, asker, person, asked, evidence, limit)
      .diversified()
      .flatMap((row) => {
        const reason = reasonFor(model, asker, row, asked, evidence);
        return reason === undefined ? [] : [{ auctionId: model.items.textOf(row), reason }];
      });
  } finally {
    evidence.clear();
  }
}

function evidenceFor(model: Model): Evidence {
  const { columns, facts } = model;
  const kept = evidences.get(model) ?? new Evidence(facts.openItems, columns.wordShares.length);
  evidences.set(model, kept);
  return kept;
}

function offeredTo(
  model: Model,
  { userId }: Asker,
  person: number,
  asked: Asked,
  evidence: Evidence,
  limit: number,
): Shortlist {
  const { columns } = model;
  const seller = userId === null ? NOBODY : model.sellers.find(userId);
  const seen = new Set(
    columns.seen.subarray(columns.seenFrom[person] ?? 0, columns.seenFrom[person + 1] ?? 0),
  );
  const shortlist = new Shortlist(CATEGORIES, limit);
  for (const row of evidence.suggestions()) {
    if (!isOffered(model, row, asked.nowMs, MODEL.startsWithinMs)) continue;
    if (columns.seller[row] === seller || seen.has(row)) continue;
    shortlist.offer(row, columns.category[row] ?? 0, scoreOf(model, row, asked, evidence));
  }
  return shortlist;
}
