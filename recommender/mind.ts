import type { RecommendationAnswer, RecommendationRequest } from '../auction/recommendations.ts';
import { ITEM } from '../persistence/recommender/records.ts';
import { itemRecords, viewOf } from './history.ts';
import type { Model } from './model/model.ts';
import { recommend } from './model/recommending.ts';

/** The model that answers now. A new one takes its place between two answers. */
export class Mind {
  #model: Model | undefined;

  get model(): Model | undefined {
    return this.#model;
  }

  change(model: Model): void {
    this.#model = model;
  }

  /** Undefined as long as nothing was learned. */
  answer(question: RecommendationRequest, nowMs: number): RecommendationAnswer | undefined {
    const model = this.#model;
    if (model === undefined) return undefined;
    const items = recommend(model, question, nowMs, question.limit);
    return { items, learnedAt: new Date(model.facts.learnedAtMs).toISOString() };
  }

  /** What became of items the model knows; others come with the next one. */
  refresh(bytes: Uint8Array): void {
    const model = this.#model;
    if (model === undefined) return;
    const view = viewOf(bytes);
    for (const record of itemRecords(view)) {
      const row = model.items.findAt(view, record + ITEM.at.auctionId);
      if (row < 0 || row >= model.facts.openItems) continue;
      model.columns.startsAtMs[row] = view.getFloat64(record + ITEM.at.startsAtMs);
      model.columns.endsAtMs[row] = view.getFloat64(record + ITEM.at.endsAtMs);
      model.columns.over[row] = view.getInt16(record + ITEM.at.over);
    }
  }

  remove(ids: readonly string[]): void {
    const model = this.#model;
    if (model === undefined) return;
    for (const id of ids) {
      const row = model.items.find(id);
      if (row >= 0 && row < model.facts.openItems) model.columns.over[row] = 1;
    }
  }
}
