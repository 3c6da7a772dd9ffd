import type { Receiver, ReceiverKey } from '../../persistence/alerts/receivers.ts';
import { STREAM_LIMITS } from './limits.ts';

type Page = { readonly after: ReceiverKey | undefined; readonly limit: number };
type Read = (positions: readonly number[], page: Page) => Promise<Receiver[]>;

/** Who was told of several events, read page by page as they are asked for, event after event. */
export class Receivers {
  readonly #positions: readonly number[];
  readonly #read: Read;
  #page: readonly Receiver[] = [];
  #next = 0;
  #after: ReceiverKey | undefined;
  #isLast: boolean;

  constructor(positions: readonly number[], read: Read) {
    this.#positions = positions;
    this.#read = read;
    this.#isLast = positions.length === 0;
  }

  /** Those of one event. Events must be asked for in their order. */
  async *of(position: number): AsyncGenerator<Receiver, void, undefined> {
    for (;;) {
      const receiver = this.#page[this.#next] ?? (await this.#turnPage());
      if (receiver === undefined || receiver.position > position) return;
      this.#next += 1;
      yield receiver;
    }
  }

  async #turnPage(): Promise<Receiver | undefined> {
    if (this.#isLast) return undefined;
    const limit = STREAM_LIMITS.receivers;
    this.#page = await this.#read(this.#positions, { after: this.#after, limit });
    this.#next = 0;
    this.#after = this.#page.at(-1);
    this.#isLast = this.#page.length < limit;
    return this.#page[0];
  }
}
