type Waiting<Task, Answer> = {
  readonly task: Task;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
};

export type GathererBounds = {
  /** Tasks done together. */
  readonly batch: number;
  readonly waiting: number;
  /** Batches under way. */
  readonly atOnce: number;
};

/** Does tasks in batches: whatever comes while one is under way is done together as soon as it has ended. */
export class Gatherer<Task, Answer> {
  readonly #work: (tasks: readonly Task[]) => Promise<readonly Answer[]>;
  readonly #bounds: GathererBounds;
  #waiting: Waiting<Task, Answer>[] = [];
  readonly #working = new Set<Promise<void>>();

  /** `work` answers every task, in their order. */
  constructor(work: (tasks: readonly Task[]) => Promise<readonly Answer[]>, bounds: GathererBounds) {
    this.#work = work;
    this.#bounds = bounds;
  }

  /** Undefined when too many wait already. */
  offer(task: Task): Promise<Answer> | undefined {
    if (this.#waiting.length >= this.#bounds.waiting) return undefined;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#waiting.push({ task, resolve, reject });
    if (this.#working.size < this.#bounds.atOnce) {
      const working = this.#workOn().finally(() => this.#working.delete(working));
      this.#working.add(working);
    }
    return promise;
  }

  /** Resolves once nothing waits any more. */
  async idle(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working);
  }

  async #workOn(): Promise<void> {
    do {
      // Whatever else arrives in this turn of the event loop belongs to the same batch.
      await new Promise(setImmediate);
      await this.#answer(this.#waiting.splice(0, this.#bounds.batch));
    } while (this.#waiting.length > 0);
  }

  async #answer(batch: readonly Waiting<Task, Answer>[]): Promise<void> {
    if (batch.length === 0) return;
    try {
      const answers = await this.#work(batch.map(({ task }) => task));
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
