/** How the audit reports: every promise it checked, over how many things, and what breaks it. */
export type Check = {
  readonly promise: string;
  /** What was looked at, such as "1203 wallets". */
  readonly examined: string;
  readonly violations: number;
  /** The first of them. */
  readonly examples: readonly string[];
};

/** A broken house may have millions of broken rows: so many of each kind are enough to find the cause. */
export const SHOWN_VIOLATIONS = 20;

/** Gathers the violations of one promise while rows stream by. */
export class OpenCheck {
  readonly promise: string;
  #violations = 0;
  readonly #examples: string[] = [];

  constructor(promise: string) {
    this.promise = promise;
  }

  broken(example: string): void {
    this.#violations += 1;
    if (this.#examples.length < SHOWN_VIOLATIONS) this.#examples.push(example);
  }

  done(examined: string): Check {
    return { promise: this.promise, examined, violations: this.#violations, examples: this.#examples };
  }
}
