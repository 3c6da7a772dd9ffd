/** One direction of one connection through a proxy: what comes out is what went in, in order, only when it is let. */
import type { Socket } from 'node:net';

/** What happens to the bytes of one direction; shared by all connections of a proxy, and changed while they run. */
export type LaneRules = {
  /** Nothing comes out, and nobody is told: a black hole. Let go again, what was kept comes out, as TCP would send it again. */
  held: boolean;
  /** A connection that sends these bytes is held from there on, and they are the first that do not come out. */
  holdFrom: string | undefined;
  /** Everything comes out so much later. */
  delayMs: number;
};

/** Bytes, or that there will be no more of them, or that whoever sent them is not there any more. */
type Item = Buffer | 'end' | 'gone';
type Waiting = { readonly dueAtMs: number; readonly item: Item };

/** A source is not read any further while so much waits, as a full socket buffer would have it. */
const WAITING_BYTES = 1_048_576;

export class Lane {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #rules: LaneRules;
  /** Called with every chunk, just before it goes out; false: it is swallowed. */
  readonly #watch: (chunk: Buffer) => boolean;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  /** Held by what was sent, not by the rule for all. */
  #stuck = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(from: Socket, to: Socket, rules: LaneRules, watch: (chunk: Buffer) => boolean) {
    this.#from = from;
    this.#to = to;
    this.#rules = rules;
    this.#watch = watch;
    from.on('data', (chunk) => this.#take(chunk));
    from.once('end', () => this.#take('end'));
    from.once('close', () => this.#take('gone'));
    to.on('drain', () => from.resume());
  }

  /** The rules have changed, or time has passed: whatever may go out goes. */
  pump(): void {
    clearTimeout(this.#timer);
    if (this.#rules.holdFrom === undefined) this.#stuck = false;
    if (this.#rules.held || this.#stuck) return;
    const nowMs = performance.now();
    while (this.#waiting[0] !== undefined && this.#waiting[0].dueAtMs <= nowMs) {
      const first = this.#waiting.shift();
      if (first !== undefined) this.#putOut(first.item);
    }
    const [next] = this.#waiting;
    if (next !== undefined) this.#timer = setTimeout(() => this.pump(), next.dueAtMs - nowMs);
  }

  /** What waits is never going to come out. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#waiting = [];
  }

  #take(item: Item): void {
    const { held, holdFrom, delayMs } = this.#rules;
    if (holdFrom !== undefined && typeof item !== 'string' && item.includes(holdFrom)) this.#stuck = true;
    if (!held && !this.#stuck && delayMs === 0 && this.#waiting.length === 0) {
      this.#putOut(item);
      return;
    }
    this.#waiting.push({ dueAtMs: performance.now() + delayMs, item });
    this.#waitingBytes += item.length;
    if (this.#waitingBytes > WAITING_BYTES) this.#from.pause();
    this.pump();
  }

  #putOut(item: Item): void {
    if (item === 'end') this.#to.end();
    else if (item === 'gone') this.#to.destroySoon();
    else this.#pass(item);
  }

  #pass(chunk: Buffer): void {
    this.#waitingBytes = Math.max(0, this.#waitingBytes - chunk.length);
    if (this.#watch(chunk)) this.#to.write(chunk);
    if (this.#to.writableNeedDrain) this.#from.pause();
    else if (this.#from.isPaused()) this.#from.resume();
  }
}
