import { MODEL } from './limits.ts';

/** The best of each category, the best first: no more than a list can have, so that most of what is offered is only looked at once. */
export class Shortlist {
  readonly #limit: number;
  readonly #shelves: { readonly rows: number[]; readonly scores: number[]; taken: number }[];

  constructor(categories: number, limit: number) {
    this.#limit = limit;
    this.#shelves = Array.from({ length: categories }, () => ({ rows: [], scores: [], taken: 0 }));
  }

  offer(row: number, category: number, score: number): void {
    const shelf = this.#shelves[category];
    if (shelf === undefined) return;
    const { rows, scores } = shelf;
    if (rows.length === this.#limit && score <= (scores.at(-1) ?? 0)) return;
    let at = rows.length;
    while (at > 0 && comesBefore(score, row, scores[at - 1] ?? 0, rows[at - 1] ?? 0)) at--;
    rows.splice(at, 0, row);
    scores.splice(at, 0, score);
    if (rows.length > this.#limit) {
      rows.pop();
      scores.pop();
    }
  }

  /**
   * The best of all, best first; each of a category makes the next one of it less welcome, and none gets more than half of the list as long
   * as there is anything else.
   */
  diversified(): number[] {
    const half = Math.ceil(this.#limit / 2);
    const chosen: number[] = [];
    while (chosen.length < this.#limit) {
      const left = this.#shelves.filter(({ rows, taken }) => taken < rows.length);
      const allowed = left.filter(({ taken }) => taken < half);
      const worth = ({ scores, taken }: (typeof left)[number]) =>
        (scores[taken] ?? 0) - MODEL.sameAgain * taken;
      const [first, ...others] = allowed.length > 0 ? allowed : left;
      if (first === undefined) break;
      const best = others.reduce((most, shelf) => (worth(shelf) > worth(most) ? shelf : most), first);
      chosen.push(best.rows[best.taken] ?? 0);
      best.taken++;
    }
    return chosen;
  }
}

const comesBefore = (score: number, row: number, otherScore: number, otherRow: number): boolean =>
  score > otherScore || (score === otherScore && row < otherRow);
