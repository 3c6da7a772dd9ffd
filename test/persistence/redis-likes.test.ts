import fc from 'fast-check';
import { Redis } from 'ioredis';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startRedis } from '../../local-services/redis.ts';
import { openCatalogue } from '../../persistence/catalogue/catalogue.ts';
import { SORTS } from '../../persistence/catalogue/sorts.ts';
import { BufferedLikes } from '../../persistence/likes/buffered-likes.ts';
import { flushLikes } from '../../persistence/likes/flushing.ts';
import { LikeBuffer } from '../../persistence/likes/like-buffer.ts';
import { LIKE_LIMITS } from '../../persistence/likes/limits.ts';
import { isLiked, likedBy } from '../../persistence/likes/reading.ts';
import type { WantedLike } from '../../persistence/likes/wanted.ts';
import { writeLikes } from '../../persistence/likes/writing.ts';
import { openRedis } from '../../persistence/redis.ts';
import { testRedisUrl } from '../support/redis.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { cardsOf } from './catalogue/shelf.ts';
import { type Crowd, expectStored, gather, NaiveLikes, storedCount } from './likes-stage.ts';

/** Flushes only when told to. */
const NEVER_MS = 100_000_000;
const SILENT = { warn: () => {} };

type Node = { readonly likes: BufferedLikes; readonly buffer: LikeBuffer };

let stage: Stage;
let nodes: Node[] = [];
beforeAll(async () => {
  stage = await openStage('postgres');
});
afterAll(() => stage.close());
afterEach(async () => {
  await Promise.all(nodes.map(({ likes }) => likes.stop()));
  nodes = [];
});

async function openNode(redisUrl: string, flushEveryMs = NEVER_MS): Promise<Node> {
  const buffer = new LikeBuffer(await openRedis(redisUrl));
  const node = { buffer, likes: new BufferedLikes({ db: stage.db, buffer, log: SILENT, flushEveryMs }) };
  nodes.push(node);
  return node;
}

/** What a crash leaves of a node: nothing but what Redis and the database hold. */
const crash = (node: Node) => {
  nodes = nodes.filter((each) => each !== node);
  node.buffer.close();
};

const noted = (likes: number) => ({ kind: 'noted', likes });

/** The count on an auction's card, as a list of this node shows it. */
async function cardCount({ likes }: Node, auctionId: string): Promise<unknown> {
  const { sellerId } = await stage.db
    .selectFrom('catalogue')
    .select('seller_id as sellerId')
    .where('auction_id', '=', auctionId)
    .executeTakeFirstOrThrow();
  const catalogue = openCatalogue(stage.database.reader, likes.overlay);
  const filter = { terms: [], states: [], categories: [], minPrice: undefined, maxPrice: undefined };
  const list = { sort: SORTS.newest, filter: { ...filter, endsBeforeMs: undefined }, cursor: undefined };
  const page = await catalogue.list({ ...list, limit: 100, nowMs: Date.now() });
  return cardsOf(page?.cards ?? '').find((card) => card.id === auctionId && card.sellerId === sellerId)
    ?.likeCount;
}

describe('likes in Redis', () => {
  let url: string;
  let [first, second] = [] as unknown as [Node, Node];
  let crowd: Crowd;
  let like: WantedLike;
  beforeEach(async () => {
    url = await testRedisUrl();
    [first, second] = [await openNode(url), await openNode(url)];
    crowd = await gather(stage, { people: 6, auctions: 3 });
    like = crowd.like(0, 0);
  });

  const back = (wanted: WantedLike): WantedLike => ({ ...wanted, liked: !wanted.liked });

  test('count at once on every node and every card, before the database has them', async () => {
    expect(await first.likes.want(like)).toEqual(noted(1));
    expect(await second.likes.want(crowd.like(0, 1))).toEqual(noted(2));
    for (const node of [first, second]) {
      expect(await node.likes.unwritten(like.auctionId, like.userId)).toEqual({ likes: 2, liked: true });
      expect(await cardCount(node, like.auctionId)).toBe(2);
    }
    expect(await storedCount(stage, like)).toBe(0);
  });

  test('count once per person, however often and wherever they are said', async () => {
    for (const node of [first, second, first]) expect(await node.likes.want(like)).toEqual(noted(1));
    await second.likes.flush();
    for (const node of [first, second]) expect(await node.likes.want(like)).toEqual(noted(1));
    for (const node of [second, first]) expect(await node.likes.want(back(like))).toEqual(noted(0));
    await first.likes.flush();
    expect(await second.likes.want(back(like))).toEqual(noted(0));
    await first.likes.flush();
    await expectStored(stage, crowd, new NaiveLikes());
  });

  test('leave other cards as the database made them', async () => {
    await first.likes.want(like);
    const card = '{"id":"x","title":"\\"likeCount\\":7}","likeCount":3}';
    const other = crowd.auctions[1] ?? '';
    expect(
      await first.likes.overlay([
        { id: other, card },
        { id: like.auctionId, card },
      ]),
    ).toEqual([card, card.replace(/3}$/, '1}')]);
  });

  test('what is no auction cannot be liked', async () => {
    const stray = { ...like, auctionId: crypto.randomUUID() };
    expect(await Promise.all([first.likes.want(stray), first.likes.want(like)])).toEqual([
      { kind: 'refused', code: 'no_such_auction' },
      noted(1),
    ]);
  });

  test('sort lists once they are written, and are then of the latest first in their owner’s list', async () => {
    for (const [auction, people] of [2, 3, 1].entries())
      for (let person = 0; person < people; person++) await first.likes.want(crowd.like(auction, person));
    await first.likes.settle(like.userId);
    const catalogue = openCatalogue(stage.database.reader, first.likes.overlay);
    const filter = { terms: [], states: [], categories: [], minPrice: undefined, maxPrice: undefined };
    const page = await catalogue.list({
      sort: SORTS.likes,
      filter: { ...filter, endsBeforeMs: undefined },
      cursor: undefined,
      limit: 100,
      nowMs: Date.now(),
    });
    const ids = cardsOf(page?.cards ?? '').map(({ id }) => id);
    const [a, b, c] = crowd.auctions;
    expect(ids.filter((id) => crowd.auctions.includes(id))).toEqual([b, a, c]);
    const own = await likedBy(stage.db, like.userId, { after: undefined, limit: 10, nowMs: Date.now() });
    expect(own.items.map(({ id }) => id).toSorted()).toEqual(crowd.auctions.toSorted());
  });

  test('a person’s own likes are written before their list is read, also when another node has taken them', async () => {
    await first.likes.want(like);
    expect(await first.buffer.take({ help: false })).toMatchObject({ kind: 'taken' });
    await second.likes.want(crowd.like(1, 0));
    await second.likes.settle(like.userId);
    expect(await isLiked(stage.db, like.auctionId, like.userId)).toBe(true);
    expect(await storedCount(stage, crowd.like(1, 0))).toBe(1);
  });

  test('a crash between flushes loses nothing: a new node goes on', async () => {
    const naive = new NaiveLikes();
    for (const wanted of [like, crowd.like(1, 1), crowd.like(1, 2), crowd.like(2, 0)]) {
      naive.want(wanted);
      await first.likes.want(wanted);
    }
    crash(first);
    crash(second);
    const third = await openNode(url);
    expect(await third.likes.want(crowd.like(1, 3))).toEqual(noted(3));
    naive.want(crowd.like(1, 3));
    await third.likes.flush();
    await expectStored(stage, crowd, naive);
  });

  test('a flush that died before its commit is repeated by somebody else, and no count was ever wrong', async () => {
    await first.likes.want(like);
    await first.buffer.take({ help: false });
    crash(first);
    expect(await second.likes.want(like)).toEqual(noted(1));
    expect(await cardCount(second, like.auctionId)).toBe(1);
    expect(await second.likes.want(crowd.like(0, 1))).toEqual(noted(2));
    await second.likes.flush();
    await second.likes.flush();
    expect(await storedCount(stage, like)).toBe(2);
    expect(await cardCount(second, like.auctionId)).toBe(2);
  });

  test('a flush that died after its commit is repeated and changes nothing twice; no count was ever wrong', async () => {
    await first.likes.want(like);
    await first.buffer.take({ help: false });
    for await (const states of first.buffer.taken()) await writeLikes(stage.db, states);
    crash(first);
    expect(await storedCount(stage, like)).toBe(1);
    // The database has it, and Redis does not know that yet.
    expect(await cardCount(second, like.auctionId)).toBe(1);
    expect(await second.likes.unwritten(like.auctionId, like.userId)).toEqual({ likes: 1, liked: true });
    expect(await second.likes.want(like)).toEqual(noted(1));
    expect(await second.likes.want(back(like))).toEqual(noted(0));
    expect(await second.likes.want(crowd.like(0, 1))).toEqual(noted(1));
    await second.likes.flush();
    await second.likes.flush();
    expect(await storedCount(stage, like)).toBe(1);
    expect(await isLiked(stage.db, like.auctionId, like.userId)).toBe(false);
  });

  test('a flush under way is left alone for a while, then taken for dead', async () => {
    await first.likes.want(like);
    const taken = await first.buffer.take({ help: false });
    expect(await second.buffer.take({ help: false })).toEqual({ kind: 'busy' });
    expect(await first.buffer.take({ help: false })).toEqual(taken);
    const redis = new Redis(url);
    await redis.hincrby('ready-auction:{likes}:batch', 'since', -LIKE_LIMITS.leaseMs);
    redis.disconnect();
    expect(await second.buffer.take({ help: false })).toEqual(taken);
  });

  test('a flush that slept while others went on writes nothing of what is past', async () => {
    await first.likes.want(like);
    const slow = await first.buffer.take({ help: false });
    if (slow.kind !== 'taken') throw new Error('nothing was taken');
    const past: WantedLike[] = [];
    for await (const states of first.buffer.taken()) past.push(...states);
    await second.likes.flush();
    await second.likes.want(back(like));
    await second.likes.flush();
    expect(await writeLikes(stage.db, past, () => first.buffer.isTaken(slow.id))).toBeUndefined();
    expect(await first.buffer.finish(slow.id, new Map([[like.auctionId, 1]]))).toBe(false);
    await expectStored(stage, crowd, new NaiveLikes());
    expect(await cardCount(first, like.auctionId)).toBe(0);
  });

  test('a flush whose turn ends while it waits for the database writes nothing', async () => {
    await first.likes.want(like);
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const { promise: locked, resolve: hasLock } = Promise.withResolvers<void>();
    const holder = stage.db.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(hashtext('ready-auction likes'))`.execute(transaction);
      hasLock();
      await held;
    });
    await locked;
    const flushing = flushLikes(stage.db, first.buffer, { help: false });
    const waiting = async () =>
      (
        await sql`select from pg_locks where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())`.execute(stage.db)
      ).rows.length;
    await expect.poll(waiting, { timeout: 10_000 }).toBe(1);
    const taken = await second.buffer.take({ help: true });
    if (taken.kind !== 'taken') throw new Error('nothing was taken');
    await second.buffer.finish(taken.id, new Map());
    letGo();
    await Promise.all([holder, flushing]);
    await expectStored(stage, crowd, new NaiveLikes());
  });

  test('what is said again after an absence does not undo what was said later', async () => {
    const { generation } = await first.buffer.note('', []);
    const before = { liked: false, likes: 0 };
    await first.likes.want({ ...like, atMs: 2_000 });
    const older = { ...like, liked: false, atMs: 1_000, before };
    expect((await second.buffer.note(generation, [older], true)).counts).toEqual([1]);
    expect((await second.buffer.note(generation, [{ ...older, atMs: 3_000 }], true)).counts).toEqual([0]);
  });

  test('a list that read the database just before a flush still shows what was flushed', async () => {
    await first.likes.want(like);
    const before = { id: like.auctionId, card: '{"id":"x","likeCount":0}' };
    await first.likes.flush();
    expect(await second.likes.overlay([before])).toEqual(['{"id":"x","likeCount":1}']);
  });

  test('what was looked at before a flush is not believed after it', async () => {
    await first.likes.want(like);
    const { generation } = await first.buffer.note('', []);
    const seen = { ...like, before: { liked: false, likes: 0 } };
    await second.likes.flush();
    const late = await first.buffer.note(generation, [seen]);
    expect(late).toMatchObject({ counts: undefined });
    expect(await first.buffer.waits(like.userId)).toBe(false);
    expect(
      (await first.buffer.note(late.generation, [{ ...seen, before: { liked: true, likes: 1 } }])).counts,
    ).toEqual([1]);
  });

  test('two nodes that flush at once, again and again, write everything once', async () => {
    const naive = new NaiveLikes();
    for (let round = 0; round < 10; round++) {
      const wanted = crowd.people.flatMap((_, person) => [
        crowd.like(0, person, (round + person) % 2 === 0),
        crowd.like(1, person, (round * person) % 3 === 0),
      ]);
      for (const each of wanted) naive.want(each);
      await Promise.all(wanted.map((each, index) => (index % 2 === 0 ? first : second).likes.want(each)));
      await Promise.all(
        [first, second].map(({ buffer }) => flushLikes(stage.db, buffer, { help: round % 2 === 0 })),
      );
    }
    await first.likes.flush();
    await expectStored(stage, crowd, naive);
    for (const id of crowd.auctions) expect(await cardCount(second, id)).toBe(naive.count(id));
  });

  test('a thousand at once on two nodes that flush all the time end as exactly what each person said last', async () => {
    const busy = [await openNode(url, 3), await openNode(url, 5)];
    const naive = new NaiveLikes();
    const lives = Array.from({ length: 18 }, async (_, pair) => {
      for (let turn = 0; turn < 56; turn++) {
        const wanted = crowd.like(pair % 3, Math.floor(pair / 3), (pair + turn * 7) % 3 > 0);
        naive.want(wanted);
        const answer = await busy[(pair + turn) % 2]?.likes.want(wanted);
        expect(answer).toMatchObject({ kind: 'noted' });
      }
    });
    await Promise.all(lives);
    for (const id of crowd.auctions) expect(await cardCount(first, id)).toBe(naive.count(id));
    await first.likes.flush();
    await first.likes.flush();
    await expectStored(stage, crowd, naive);
    for (const id of crowd.auctions) expect(await cardCount(second, id)).toBe(naive.count(id));
  });

  test('whatever happens in whatever order, every count and every list is that of a plain set', async () => {
    const want = fc.record({
      kind: fc.constant('want' as const),
      auction: fc.nat(2),
      person: fc.nat(3),
      liked: fc.boolean(),
      node: fc.nat(1),
    });
    const event = fc.record({
      kind: fc.constantFrom('flush' as const, 'take' as const, 'commit' as const, 'crash' as const),
      node: fc.nat(1),
    });
    const steps = fc.array(fc.oneof({ weight: 3, arbitrary: want }, { weight: 2, arbitrary: event }), {
      maxLength: 25,
    });
    const naive = new NaiveLikes();
    await fc.assert(
      fc.asyncProperty(steps, async (generated) => {
        for (const step of generated) {
          const node = step.node === 0 ? first : second;
          if (step.kind === 'want') {
            const wanted = crowd.like(step.auction, step.person, step.liked);
            naive.want(wanted);
            expect(await node.likes.want(wanted)).toEqual(noted(naive.count(wanted.auctionId)));
            const seen = await first.likes.unwritten(wanted.auctionId, wanted.userId);
            expect(seen.liked ?? (await isLiked(stage.db, wanted.auctionId, wanted.userId))).toBe(step.liked);
          } else if (step.kind === 'flush') {
            await node.likes.flush();
          } else if (step.kind === 'take') {
            await node.buffer.take({ help: true });
          } else if (step.kind === 'commit') {
            const taken = await node.buffer.take({ help: true });
            if (taken.kind !== 'taken') continue;
            for await (const states of node.buffer.taken())
              await writeLikes(stage.db, states, () => node.buffer.isTaken(taken.id));
          } else {
            crash(node);
            const next = await openNode(url);
            if (step.node === 0) first = next;
            else second = next;
          }
          for (const id of crowd.auctions) expect(await cardCount(second, id)).toBe(naive.count(id));
        }
        await first.likes.flush();
        await first.likes.flush();
        await expectStored(stage, crowd, naive);
      }),
      { numRuns: 25 },
    );
  });

  test('more than Redis is given to hold is refused, and fits again after a flush', async () => {
    const { generation } = await first.buffer.note('', []);
    const stray = { auctionId: '', liked: true, atMs: 0, before: { liked: false, likes: 0 } };
    for (let at = 0; at < LIKE_LIMITS.buffered; at += 1_000) {
      const some = Array.from({ length: 1_000 }, () => ({
        ...stray,
        auctionId: crypto.randomUUID(),
        userId: like.userId,
      }));
      await first.buffer.note(generation, some);
    }
    expect(await first.likes.want(like)).toEqual({ kind: 'refused', code: 'busy' });
    await second.likes.flush();
    expect(await first.likes.want(like)).toEqual(noted(1));
  });

  test('stopping writes what waits', async () => {
    void first.likes.want(like);
    await first.likes.stop();
    nodes = nodes.filter((node) => node !== first);
    expect(await storedCount(stage, like)).toBe(1);
  });
});

describe('likes while Redis is away', () => {
  const SOON_MS = 20;

  test('go to the database and count from there; when it is back they go through it again', async () => {
    const redis = await startRedis();
    try {
      const node = await openNode(redis.url(), SOON_MS);
      const crowd = await gather(stage, { people: 4, auctions: 1 });
      const like = crowd.like(0, 0);
      await redis.kill();
      expect(await node.likes.want(like)).toEqual(noted(1));
      expect(await storedCount(stage, like)).toBe(1);
      expect(await node.likes.want(crowd.like(0, 1))).toEqual(noted(2));
      expect(await cardCount(node, like.auctionId)).toBe(2);
      await node.likes.settle(like.userId);

      await redis.restart();
      const calm = await openNode(redis.url());
      const isSeen = async () => (await calm.likes.unwritten(like.auctionId, like.userId)).likes;
      // What was said meanwhile is told to Redis, so it knows the count.
      await expect.poll(isSeen, { timeout: 10_000 }).toBe(2);
      expect(await node.likes.want(crowd.like(0, 2))).toEqual(noted(3));
      await node.likes.settle(crowd.people[2] ?? '');
      expect(await storedCount(stage, like)).toBe(3);
    } finally {
      await Promise.all(nodes.map(({ likes }) => likes.stop()));
      nodes = [];
      await redis.stop();
    }
  });

  test('what somebody says meanwhile is not undone by what Redis still holds', async () => {
    const redis = await startRedis();
    try {
      const crowd = await gather(stage, { people: 2, auctions: 1 });
      const [like, back] = [crowd.like(0, 0), crowd.like(0, 0, false)];
      const node = await openNode(redis.url());
      await node.likes.want(like);
      redis.pause();
      // Noticed by this one, so that Redis never hears of the next.
      expect(await node.likes.want(crowd.like(0, 1))).toEqual(noted(1));
      expect(await node.likes.want(back)).toEqual(noted(1));
      redis.resume();
      await node.likes.flush();
      await node.likes.flush();
      const naive = new NaiveLikes();
      naive.want(crowd.like(0, 1));
      await expectStored(stage, crowd, naive);
      expect(await cardCount(node, like.auctionId)).toBe(1);
    } finally {
      await Promise.all(nodes.map(({ likes }) => likes.stop()));
      nodes = [];
      await redis.stop();
    }
  });

  test('likes that Redis lost count no more, and can be said again', async () => {
    const redis = await startRedis();
    try {
      const crowd = await gather(stage, { people: 2, auctions: 1 });
      const node = await openNode(redis.url());
      await node.likes.want(crowd.like(0, 0));
      await node.likes.flush();
      await node.likes.want(crowd.like(0, 1));
      await redis.kill();
      await redis.restart();
      const answer = () => node.likes.want(crowd.like(0, 1));
      await expect.poll(answer, { timeout: 10_000 }).toEqual(noted(2));
      await node.likes.flush();
      await node.likes.flush();
      expect(await storedCount(stage, crowd.like(0, 0))).toBe(2);
    } finally {
      await Promise.all(nodes.map(({ likes }) => likes.stop()));
      nodes = [];
      await redis.stop();
    }
  });
});
