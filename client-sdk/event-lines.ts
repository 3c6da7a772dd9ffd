/** One event of a stream. `id` is the last one said so far, by this event or before it; empty when none was. */
export type StreamEvent = { readonly name: string; readonly data: string; readonly id: string };

/** No event of the house comes near it: whoever sends more without an end is not the house. */
const MOST_CHARACTERS = 1_000_000;

/**
 * Reads an event stream as the WHATWG describes it, whatever pieces it comes in. What has no blank line after it is not an event yet, so
 * one that was cut off is never told.
 */
export class EventLines {
  /** How long the server asks to wait before coming back; null when it has not said. */
  retryMs: number | null = null;
  // Takes off a byte order mark, and keeps the beginning of a letter whose end is still to come.
  readonly #decoder = new TextDecoder();
  #line = '';
  /** The last piece ended with a carriage return: a line feed right after it belongs to the same end of line. */
  #returned = false;
  #name = '';
  #data: string[] = [];
  #characters = 0;
  #id = '';

  /** Takes in a piece and returns the events that it completes. */
  read(piece: Uint8Array): StreamEvent[] {
    const text = this.#decoder.decode(piece, { stream: true });
    if (text === '') return [];
    const fresh = this.#returned && text.startsWith('\n') ? text.slice(1) : text;
    this.#returned = text.endsWith('\r');
    const lines = (this.#line + fresh).split(/\r\n|\r|\n/);
    this.#line = lines.pop() ?? '';
    const events = lines.flatMap((line) => this.#take(line) ?? []);
    if (this.#line.length + this.#characters > MOST_CHARACTERS) throw new Error('An event has no end.');
    return events;
  }

  #take(line: string): StreamEvent | undefined {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    // A comment.
    if (colon === 0) return undefined;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') {
      this.#data.push(value);
      this.#characters += value.length + 1;
    } else if (field === 'event') this.#name = value;
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
    else if (field === 'retry' && /^[0-9]+$/.test(value)) this.retryMs = Number(value);
    return undefined;
  }

  #dispatch(): StreamEvent | undefined {
    const data = this.#data.join('\n');
    const name = this.#name || 'message';
    const isEmpty = this.#data.length === 0;
    this.#name = '';
    this.#data = [];
    this.#characters = 0;
    return isEmpty ? undefined : { name, data, id: this.#id };
  }
}
