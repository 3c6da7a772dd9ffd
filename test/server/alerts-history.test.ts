/**
 * Generated histories: people bid, say yes and no, come and go on two nodes that are started anew in between. Whatever happened, everybody has
 * seen exactly their alerts, once each and in order, and the latest price of what they hear of.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alertsBetween } from '../../persistence/alerts/stored-alerts.ts';
import { feedPosition } from '../../persistence/feed/reading.ts';
import { type AlertNode, type Hearing, hearing, openNode } from './alert-listening.ts';
import { openServer, type Person, type ServerStage } from './server-stage.ts';

const RUNS = Number(process.env.TEST_RUNS ?? 5);
const SEED = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const PEOPLE = 4;
const AUCTIONS = 3;

let server: ServerStage;
let seller: Person;
let admin: Person;
let people: Person[];
let nodes: AlertNode[];

beforeAll(async () => {
  server = await openServer();
  admin = await server.admin();
  seller = await server.signUp();
  people = await Promise.all(Array.from({ length: PEOPLE }, () => server.rich(10_000_000)));
  nodes = [await openNode(server), await openNode(server)];
});
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.close()));
  await server.close();
});

const who = fc.nat(PEOPLE - 1);
const what = fc.nat(AUCTIONS - 1);
const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ kind: fc.constant('bid'), who, what, raise: fc.integer({ min: 1, max: 30 }) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('maximum'), who, what, raise: fc.nat(200) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('yes', 'no'), who, what }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('leave', 'move', 'tab'), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart'), node: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'flush' as const }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Somebody who follows ids, on whichever node they are; `seen` is what they were told, over all their connections. */
class Client {
  readonly person: Person;
  node = 0;
  hearing: Hearing | undefined;
  lastId: string | undefined;
  readonly before: Hearing[] = [];

  constructor(person: Person) {
    this.person = person;
  }

  async connect(): Promise<void> {
    if (this.hearing !== undefined && this.hearing.names.at(-1) !== 'bye') return;
    await this.leave();
    const url = nodes[this.node]?.url ?? '';
    this.hearing = await hearing(
      url,
      this.person,
      this.lastId === undefined ? {} : { lastEventId: this.lastId },
    );
  }

  async leave(): Promise<void> {
    const { hearing } = this;
    if (hearing === undefined) return;
    await hearing.leave();
    this.lastId = hearing.lastId ?? this.lastId;
    this.before.push(hearing);
    this.hearing = undefined;
  }

  get all(): Hearing[] {
    return [...this.before, ...(this.hearing ? [this.hearing] : [])];
  }

  get kept(): string[] {
    return this.all
      .flatMap(({ alerts }) => alerts)
      .filter(({ kind }) => kind !== 'price_changed' && kind !== 'extended')
      .map(({ id, kind }) => `${id} ${kind}`);
  }

  latest(auctionId: string): number | undefined {
    return this.all.flatMap(({ alerts }) => alerts).findLast((alert) => alert.auctionId === auctionId)
      ?.pricePoints;
  }
}

async function play(steps: readonly Step[]): Promise<void> {
  const { db } = server.database;
  const auctions: string[] = [];
  for (let each = 0; each < AUCTIONS; each++) auctions.push((await server.list(seller)).id);
  await server.feed.flush();
  const { head: begin } = await feedPosition(db);
  const clients = people.map((person) => new Client(person));
  const prices = new Map<string, number>();
  /** Who said no; and who wanted to hear of an auction when its price last changed. */
  const said = new Map<string, boolean>();
  const expecting = new Map<string, Set<Client>>();
  const nth = <T>(list: readonly T[], index: number) => list[index] as T;

  const bid = async (client: Client, auctionId: string, kind: 'plain' | 'maximum', raise: number) => {
    const points = (prices.get(auctionId) ?? 99) + Math.max(1, raise);
    const bidderId = client.person.user.id;
    const outcome = await server.house.bid(auctionId, bidderId, { bidId: randomUUID(), kind, points });
    if (outcome.status !== 'accepted') return;
    const key = `${auctionId} ${bidderId}`;
    if (!said.has(key)) said.set(key, true);
    if (prices.get(auctionId) === outcome.pricePoints) return;
    prices.set(auctionId, outcome.pricePoints);
    expecting.set(
      auctionId,
      new Set(clients.filter(({ person }) => said.get(`${auctionId} ${person.user.id}`))),
    );
  };

  const take = async (each: Step) => {
    switch (each.kind) {
      case 'bid':
      case 'maximum':
        return bid(
          nth(clients, each.who),
          nth(auctions, each.what),
          each.kind === 'bid' ? 'plain' : 'maximum',
          each.raise,
        );
      case 'yes':
      case 'no': {
        const client = nth(clients, each.who);
        const auctionId = nth(auctions, each.what);
        // Said where they are connected: other nodes hear of it later.
        const answer = await fetch(`${nodes[client.node]?.url}/api/auctions/${auctionId}/subscription`, {
          method: each.kind === 'yes' ? 'PUT' : 'DELETE',
          headers: { authorization: `Bearer ${client.person.token}` },
        });
        expect(answer.status).toBe(200);
        said.set(`${auctionId} ${client.person.user.id}`, each.kind === 'yes');
        if (each.kind === 'no') expecting.get(auctionId)?.delete(client);
        return;
      }
      case 'leave':
        return nth(clients, each.who).leave();
      case 'move': {
        const client = nth(clients, each.who);
        await client.leave();
        client.node = 1 - client.node;
        return client.connect();
      }
      case 'tab':
        return nth(clients, each.who).connect();
      case 'restart': {
        await nth(nodes, each.node).restart();
        // They were told good-bye, and may hear it later than the node was back: who has not would not come again.
        for (const { node, hearing } of clients)
          if (node === each.node && hearing) await expect.poll(() => hearing.names.at(-1)).toBe('bye');
        return;
      }
      case 'flush':
        return server.feed.flush();
      default:
        return each satisfies never;
    }
  };

  for (const client of clients) await client.connect();
  for (const each of steps) await take(each);
  for (const client of clients) await client.connect();

  // First the prices, while all is open; then every end is one more alert.
  for (const [auctionId, expected] of expecting) {
    for (const client of expected)
      await expect.poll(() => client.latest(auctionId), { timeout: 5_000 }).toBe(prices.get(auctionId));
  }
  for (const id of auctions) await server.ask('POST', `/api/auctions/${id}/cancel`, { as: admin });
  await server.feed.flush();
  const { head: end } = await feedPosition(db);
  for (const client of clients) {
    const { id } = client.person.user;
    const rows = await alertsBetween(db, id, { after: begin, upTo: end, limit: 10_000 });
    const told = rows.map(({ position, kind }) => `${position} ${kind}`);
    await expect.poll(() => client.kept.length, { timeout: 5_000 }).toBeGreaterThanOrEqual(told.length);
    expect(client.kept).toEqual(told);
    for (const { heard } of client.all) {
      const ids = heard.flatMap((frame) => (frame.id === undefined ? [] : [Number(frame.id)]));
      expect(ids).toEqual([...ids].sort((a, b) => a - b));
    }
    await client.leave();
  }
}

test(`everybody has seen exactly what is theirs (TEST_SEED=${SEED})`, { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 160, size: 'max' }), play),
    // A failure is reported as it was found: to make it smaller would take longer than to read it.
    { seed: SEED, numRuns: RUNS, endOnFailure: true },
  );
});
