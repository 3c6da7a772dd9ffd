/** What may be found. The first five are what the report counts by name; the others break the same promise in another way. */
export const VIOLATIONS = {
  lost: 'acknowledged, and not stored with that outcome',
  doubled: 'decided, paid or charged twice, or told two outcomes',
  wrong_winner: 'not won by who led at the end',
  unbalanced: 'points that are not where they should be',
  late: 'accepted outside its time',
  disordered: 'not decided one after the other by one owner at a time',
  invented: 'stored or shown, and never sent or decided',
  unclosed: 'over, and not closed',
} as const satisfies Record<string, string>;

export type ViolationKind = keyof typeof VIOLATIONS;

export type Violation = { readonly kind: ViolationKind; readonly what: string };

/** A broken house may break everything: so many of each kind are enough to find the cause. */
const SHOWN = 8;

export class Findings {
  /** Of each kind, what it is about: one bid that is lost twice over is one lost bid. */
  readonly #about = new Map<ViolationKind, Set<string>>();
  readonly #shown = new Map<ViolationKind, Violation[]>();

  /** `about` names the bid, auction or wallet that it is counted by. */
  add(kind: ViolationKind, about: string, what: string): void {
    const shown = this.#shown.get(kind) ?? [];
    this.#shown.set(kind, shown);
    if (shown.length < SHOWN) shown.push({ kind, what: `${about}: ${what}` });
    this.#about.set(kind, (this.#about.get(kind) ?? new Set()).add(about));
  }

  count(kind: ViolationKind): number {
    return this.#about.get(kind)?.size ?? 0;
  }

  get all(): number {
    return [...this.#about.values()].reduce((sum, { size }) => sum + size, 0);
  }

  get shown(): readonly Violation[] {
    return [...this.#shown.values()].flat();
  }
}
