/** Runs a task on an interval and when asked to, never twice at once. The task does not throw. */
export class RepeatedFlush {
  readonly #task: (help: boolean) => Promise<void>;
  readonly #everyMs: number;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(task: (help: boolean) => Promise<void>, everyMs: number) {
    this.#task = task;
    this.#everyMs = everyMs;
    this.#later();
  }

  /** A run that begins from now on; whoever asks while one is under way shares the next. */
  now(): Promise<void> {
    if (this.#running === undefined) return this.#run(true);
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      return this.now();
    });
    return this.#next;
  }

  /** Runs once more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.now();
  }

  #run(help: boolean): Promise<void> {
    this.#running = this.#task(help).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  #later(): void {
    this.#timer = setTimeout(async () => {
      // Somebody who asked is served already.
      await (this.#running ?? this.#run(false));
      if (!this.#stopped) this.#later();
    }, this.#everyMs);
  }
}
