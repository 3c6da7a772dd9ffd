/** Lets so many in at once, and so many wait for it in their order. */
export class Gate {
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  readonly #shared = new Map<string, Promise<unknown>>();
  #inside = 0;

  constructor({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }) {
    this.#atOnce = atOnce;
    this.#mostWaiting = waiting;
  }

  /** Runs the task when there is room; undefined when too many wait already. */
  async through<T>(task: () => Promise<T>): Promise<T | undefined> {
    if (this.#inside >= this.#atOnce) {
      if (this.#waiting.length >= this.#mostWaiting) return undefined;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#inside += 1;
    }
    try {
      return await task();
    } finally {
      // Whoever is next takes this place over.
      const next = this.#waiting.shift();
      if (next === undefined) this.#inside -= 1;
      else next();
    }
  }

  /**
   * The same, but whoever waits under one key is served by one run. It begins after the last of them has come, so nobody gets an answer
   * older than their question; the same key must mean the same task.
   */
  together<T>(key: string, task: () => Promise<T>): Promise<T | undefined> {
    const waiting = this.#shared.get(key) as Promise<T | undefined> | undefined;
    if (waiting !== undefined) return waiting;
    let hasBegun = false;
    const run = this.through(() => {
      hasBegun = true;
      this.#shared.delete(key);
      return task();
    });
    if (hasBegun) return run;
    this.#shared.set(key, run);
    // One that was turned away never begins.
    const forget = () => {
      if (this.#shared.get(key) === run) this.#shared.delete(key);
    };
    run.then(forget, forget);
    return run;
  }
}
