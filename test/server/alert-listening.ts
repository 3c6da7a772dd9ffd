/** Clients of the streams of alerts, over real connections, and more than one node to connect to. */
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import type { Alert } from '../../auction/alerts.ts';
import { openSubscriptionNews } from '../../persistence/alerts/subscription-news.ts';
import { sessions } from '../../persistence/sessions.ts';
import { Doorkeeper } from '../../rooms/doors/doorkeeper.ts';
import { AlertHub } from '../../server/alerts/hub.ts';
import { buildApp } from '../../server/app.ts';
import type { Person, ServerStage } from './server-stage.ts';

export type Heard = { readonly name: string; readonly id: string | undefined; readonly data: unknown };

/** Where clients connect to. */
export async function listen(app: ServerStage['app']): Promise<string> {
  await app.listen({ port: 0, host: '127.0.0.1' });
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

export type AlertNode = Awaited<ReturnType<typeof openNode>>;

type Differing = {
  /** Nobody tells it that there is news: it has to look by itself. */
  readonly deaf?: boolean;
  /** What its hub, and nobody else, reads by. */
  readonly db?: ServerStage['database']['db'];
  readonly maxAlertStreams?: number;
};

/** Another server over the same database; what it knows of the other one it has from there, or from Redis. */
export async function openNode(server: ServerStage, { deaf = false, db, maxAlertStreams }: Differing = {}) {
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' });
  const openHub = async () => {
    const doorkeeper = new Doorkeeper(sessions(server.database.db), log);
    return new AlertHub({
      database: { ...server.database, ...(db && { db }) },
      feed: deaf ? { onNews: () => () => {} } : server.feed,
      config: { ...server.config, ...(maxAlertStreams && { maxAlertStreams }) },
      news: await openSubscriptionNews(server.config.redisUrl),
      doorkeeper,
      settled: () => server.house.settled(),
      log,
    });
  };
  let hub = await openHub();
  const alerts: Pick<AlertHub, 'open' | 'subscriptionsChanged' | 'stats' | 'stop'> = {
    open: (comer) => hub.open(comer),
    subscriptionsChanged: (userId) => hub.subscriptionsChanged(userId),
    stats: () => hub.stats(),
    stop: () => hub.stop(),
  };
  const app = await buildApp({ ...server, alerts: alerts as AlertHub, log });
  return {
    alerts,
    url: await listen(app),
    /** As if the process had gone and come back, at the same address. */
    async restart() {
      await hub.stop();
      hub = await openHub();
    },
    async close() {
      await hub.stop();
      await app.close();
    },
  };
}

type Asked = { readonly lastEventId?: string; readonly inQuery?: boolean };

/** One connection. */
export class Hearing {
  readonly heard: Heard[] = [];
  #comments = 0;
  #leaving = new AbortController();
  /** Resolves when it is over, whoever ended it. */
  over: Promise<void> = Promise.resolve();

  get names(): string[] {
    return this.heard.map(({ name }) => name);
  }

  get alerts(): Alert[] {
    return this.heard.flatMap(({ name, data }) => (name === 'alert' ? [data as Alert] : []));
  }

  /** Of one kind, or of all. */
  of<Kind extends Alert['kind']>(kind: Kind): Extract<Alert, { kind: Kind }>[] {
    return this.alerts.filter((alert): alert is Extract<Alert, { kind: Kind }> => alert.kind === kind);
  }

  /** What this client would go on after. */
  get lastId(): string | undefined {
    return this.heard.findLast(({ id }) => id !== undefined)?.id;
  }

  get comments(): number {
    return this.#comments;
  }

  async open(url: string, headers: Record<string, string>): Promise<Response> {
    const response = await fetch(url, { headers, signal: this.#leaving.signal });
    if (response.ok && response.body !== null) this.over = this.#read(response.body).catch(() => {});
    return response;
  }

  async leave(): Promise<void> {
    this.#leaving.abort();
    await this.over;
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const piece of body) {
      text += decoder.decode(piece, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.#take(block);
    }
  }

  #take(block: string): void {
    const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]));
    if (fields.has('')) this.#comments += 1;
    const data = fields.get('data');
    if (data === undefined) return;
    this.heard.push({ name: fields.get('event') ?? '', id: fields.get('id'), data: JSON.parse(data) });
  }
}

/** Somebody listens, and has been greeted. */
export async function hearing(url: string, person: Person, asked: Asked = {}): Promise<Hearing> {
  const heard = new Hearing();
  const { lastEventId, inQuery } = asked;
  const query = inQuery && lastEventId !== undefined ? `?lastEventId=${lastEventId}` : '';
  const response = await heard.open(`${url}/api/alerts${query}`, {
    authorization: `Bearer ${person.token}`,
    ...(lastEventId !== undefined && !inQuery && { 'last-event-id': lastEventId }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  while (heard.heard.length === 0) await new Promise(setImmediate);
  return heard;
}
