/** Typed listeners. `Events` maps each event's name to its payload. */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(payload: never) => void>>();

  /** Returns the function that takes the listener off again. */
  on<Name extends keyof Events>(name: Name, listener: (payload: Events[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    // Wrapped, so that the same function registered twice is called twice and taken off one by one.
    const entry = (payload: Events[Name]) => listener(payload);
    listeners.add(entry);
    return () => void listeners.delete(entry);
  }

  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])] as ((payload: Events[Name]) => void)[]) {
      try {
        listener(payload);
      } catch (error) {
        // A listener's bug is the page's, not ours: report it where uncaught errors go and carry on with the protocol.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  clear(): void {
    this.#listeners.clear();
  }
}
