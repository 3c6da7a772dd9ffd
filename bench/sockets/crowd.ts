/** A process of watchers; it ends when the bench hangs up. */
import type { Socket } from 'node:net';
import { Arrivals } from './arrivals.ts';
import type { CrowdAnswer, CrowdOrder, CrowdReport, Place } from './crowd-messages.ts';
import { type Watching, watchRoom, watchSocket, watchStream } from './watcher.ts';

type Connect = Extract<CrowdOrder, { kind: 'connect' }>;

/** Sockets being opened at a time: enough to keep the server busy, few enough for a seat not to grow old. */
const CONNECTING_AT_ONCE = 32;

const answer = (say: CrowdAnswer) => process.send?.(say);
/** By the machine's clock, in fractions. */
const nowMs = () => performance.timeOrigin + performance.now();

class Crowd {
  readonly #order: Connect;
  readonly #sockets: Socket[] = [];
  #arrivals: Arrivals[] = [];
  /** How many patches each watcher got. */
  #counts: Uint32Array;
  #patch: Buffer = Buffer.alloc(0);
  #lost = 0;
  #isLeaving = false;

  constructor(order: Connect) {
    this.#order = order;
    this.#counts = new Uint32Array(order.places.length * order.watchers);
    this.measure();
  }

  async connect(): Promise<void> {
    const waiting = Array.from(this.#counts, (_, watcher) => watcher).reverse();
    const open = async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
        this.#sockets.push(await this.#open(next));
    };
    await Promise.all(Array.from({ length: CONNECTING_AT_ONCE }, open));
  }

  #open(watcher: number): Promise<Socket> {
    const { url, places } = this.#order;
    // One after the other at each place, so that all rooms fill up alike.
    const at = watcher % places.length;
    const watching: Watching = {
      patched: (patch) => {
        const number = this.#counts[watcher] ?? 0;
        this.#counts[watcher] = number + 1;
        this.#patch = patch;
        this.#arrivals[at]?.add(number, nowMs());
      },
      lost: () => {
        if (!this.#isLeaving) this.#lost += 1;
      },
    };
    return seated(url, places[at], watching);
  }

  measure(): void {
    this.#counts.fill(0);
    this.#arrivals = this.#order.places.map(() => new Arrivals(this.#order.watchers));
  }

  report(): CrowdReport {
    const places = this.#arrivals.map(({ firstMs, lastMs, missing }) => ({ firstMs, lastMs, missing }));
    return { places, lost: this.#lost, patch: this.#patch.toString('base64') };
  }

  async leave(): Promise<void> {
    this.#isLeaving = true;
    const gone = this.#sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(gone);
  }
}

function seated(url: string, place: Place | undefined, watching: Watching): Promise<Socket> {
  if (place?.kind === 'room') return watchRoom(url, place.auctionId, watching);
  return place?.kind === 'stream' ? watchStream(url, watching) : watchSocket(url, '/', watching);
}

let crowd: Crowd | undefined;

async function obey(order: CrowdOrder): Promise<void> {
  switch (order.kind) {
    case 'connect': {
      const sinceMs = performance.now();
      crowd = new Crowd(order);
      await crowd.connect();
      answer({ kind: 'connected', seconds: (performance.now() - sinceMs) / 1_000 });
      break;
    }
    case 'measure':
      crowd?.measure();
      answer({ kind: 'measuring' });
      break;
    case 'report':
      if (crowd !== undefined) answer({ kind: 'report', report: crowd.report() });
      break;
    case 'leave':
      await crowd?.leave();
      answer({ kind: 'left' });
      break;
    default:
      order satisfies never;
  }
}

process.on('message', (order: CrowdOrder) => void obey(order));
process.on('disconnect', () => process.exit(0));
