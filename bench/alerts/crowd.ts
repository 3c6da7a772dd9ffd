/** A process of subscribers, each with a stream of alerts; it ends when the bench hangs up. */
import { Agent, type ClientRequest, get } from 'node:http';
import { PASSING_ALERTS } from '../../auction/alerts.ts';
import type { CrowdAnswer, CrowdOrder } from './crowd-messages.ts';
import { FrameReader } from './frame-reader.ts';
import { Knowledge } from './knowledge.ts';

/** Streams being opened at a time: each is somebody signing in, as far as the server is concerned. */
const CONNECTING_AT_ONCE = 32;

const answer = (say: CrowdAnswer) => process.send?.(say);

const isPassing = (kind: string) => PASSING_ALERTS.some((passing) => passing === kind);

/** Everything heard by one crowd. */
class Heard {
  readonly knowledge: Knowledge;
  readonly pricesTold = new Set<number>();
  readonly kept: (readonly [number, number])[] = [];
  readonly requests: ClientRequest[] = [];
  readonly #watching: number;
  lost = 0;
  frames = 0;
  bytes = 0;
  sinceMs = performance.now();

  constructor(subscribers: number, watching: number) {
    this.#watching = watching;
    this.knowledge = new Knowledge(subscribers);
  }

  read(subscriber: number, reader: FrameReader, chunk: Buffer): void {
    const atMs = Date.now();
    this.bytes += chunk.length;
    for (const { kind, pricePoints, position } of reader.read(chunk)) {
      this.frames += 1;
      if (kind === 'price_changed' && subscriber < this.#watching) this.pricesTold.add(pricePoints);
      if (!isPassing(kind)) this.kept.push([subscriber, position]);
      this.knowledge.heard(subscriber, pricePoints, atMs);
    }
  }
}

let heard = new Heard(0, 0);

async function connect({ url, tokens, watching }: Extract<CrowdOrder, { kind: 'connect' }>): Promise<void> {
  heard = new Heard(tokens.length, watching);
  const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });
  const waiting = tokens.map((token, subscriber) => ({ token, subscriber }));
  const open = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      await openStream(agent, url, next.token, next.subscriber, heard);
    }
  };
  await Promise.all(Array.from({ length: CONNECTING_AT_ONCE }, open));
}

/** Resolves once the server has greeted. */
function openStream(
  agent: Agent,
  url: string,
  token: string,
  subscriber: number,
  into: Heard,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
    const request = get(`${url}/api/alerts`, { agent, headers }, (response) => {
      if (response.statusCode !== 200) {
        reject(new Error(`a subscriber was answered with ${response.statusCode}`));
        return;
      }
      const reader = new FrameReader();
      response.on('data', (chunk: Buffer) => {
        resolve();
        into.read(subscriber, reader, chunk);
      });
      response.on('close', () => {
        into.lost += 1;
      });
      response.on('error', () => {});
    });
    request.on('error', (cause) =>
      reject(new Error(`subscriber ${subscriber} of ${url} was not let in`, { cause })),
    );
    into.requests.push(request);
  });
}

async function obey(order: CrowdOrder): Promise<void> {
  switch (order.kind) {
    case 'connect':
      await connect(order);
      answer({ kind: 'connected' });
      break;
    case 'measure':
      [heard.frames, heard.bytes, heard.sinceMs] = [0, 0, performance.now()];
      answer({ kind: 'measuring' });
      break;
    case 'count': {
      const { frames, bytes, sinceMs } = heard;
      answer({ kind: 'count', count: { frames, bytes, seconds: (performance.now() - sinceMs) / 1_000 } });
      break;
    }
    case 'report': {
      const { pricesTold, knowledge, kept, lost } = heard;
      answer({ kind: 'report', report: { pricesTold: [...pricesTold], steps: knowledge.steps, kept, lost } });
      break;
    }
    case 'leave':
      for (const request of heard.requests) request.destroy();
      answer({ kind: 'left' });
      break;
    default:
      order satisfies never;
  }
}

process.on('message', (order: CrowdOrder) => void obey(order));
process.on('disconnect', () => process.exit(0));
