import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTimeKey } from '../../persistence/cursor.ts';
import { DirectLikes } from '../../persistence/likes/direct-likes.ts';
import { LIKE_LIMITS } from '../../persistence/likes/limits.ts';
import { isLiked, likedBy } from '../../persistence/likes/reading.ts';
import { writeLikes } from '../../persistence/likes/writing.ts';
import { changeAuction } from '../../persistence/listings.ts';
import { DATABASE_KINDS, openStage, type Stage } from '../support/stage.ts';
import { type Crowd, expectStored, gather, NaiveLikes } from './likes-stage.ts';

describe.each(DATABASE_KINDS)('likes on %s', (kind) => {
  let stage: Stage;
  let crowd: Crowd;
  let naive: NaiveLikes;
  beforeAll(async () => {
    stage = await openStage(kind);
    crowd = await gather(stage, { people: 8, auctions: 4 });
    naive = new NaiveLikes();
  });
  afterAll(() => stage.close());

  const write = async (likes: ReturnType<Crowd['like']>[]) => {
    for (const like of likes) naive.want(like);
    return writeLikes(stage.db, likes);
  };

  test('the same states written again change nothing and are counted once', async () => {
    const likes = [crowd.like(0, 0), crowd.like(0, 1), crowd.like(1, 0), crowd.like(2, 0, false)];
    const first = await write(likes);
    expect(first).toEqual(
      new Map([
        [crowd.auctions[0], 2],
        [crowd.auctions[1], 1],
        [crowd.auctions[2], 0],
      ]),
    );
    expect(await write(likes)).toEqual(first);
    await expectStored(stage, crowd, naive);
  });

  test('of several states of one person the last counts', async () => {
    await write([
      crowd.like(3, 3),
      crowd.like(3, 3, false),
      crowd.like(3, 4, false),
      crowd.like(3, 4),
      crowd.like(3, 5),
    ]);
    await expectStored(stage, crowd, naive);
  });

  test('auctions and people that do not exist are left out, and spoil nothing for the others', async () => {
    const stray = { ...crowd.like(0, 0), auctionId: randomUUID() };
    const nobody = { ...crowd.like(0, 0), userId: randomUUID() };
    const counts = await writeLikes(stage.db, [stray, nobody]);
    expect([...(counts ?? [])].map(([id]) => id)).toEqual([crowd.auctions[0]]);
    await write([crowd.like(2, 7)]);
    await expectStored(stage, crowd, naive);
  });

  test('whose turn is over writes nothing', async () => {
    const fresh = crowd.like(2, 6);
    expect(await writeLikes(stage.db, [fresh], async () => false)).toBeUndefined();
    await expectStored(stage, crowd, naive);
    naive.want(fresh);
    expect(await writeLikes(stage.db, [fresh], async () => true)).toBeDefined();
    await expectStored(stage, crowd, naive);
  });

  test('whatever is wanted in whatever batches, likes and counts are those of a plain set', async () => {
    const like = fc.record({ auction: fc.nat(3), person: fc.nat(7), liked: fc.boolean() });
    const batches = fc.array(fc.array(like, { maxLength: 12 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(batches, async (generated) => {
        for (const batch of generated) {
          const counts = await write(batch.map((each) => crowd.like(each.auction, each.person, each.liked)));
          for (const [id, likes] of counts ?? []) expect(likes).toBe(naive.count(id));
        }
        await expectStored(stage, crowd, naive);
      }),
      { numRuns: 30 },
    );
  });

  test('a thousand at once, each person changing their mind, end as the last said', async () => {
    const likes = new DirectLikes(stage.db);
    const answers: Promise<unknown>[] = [];
    for (let turn = 0; turn < 1_000; turn++) {
      const like = crowd.like(turn % 4, (turn >> 2) % 8, (turn * 7919) % 3 > 0);
      naive.want(like);
      answers.push(likes.want(like));
    }
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ kind: 'noted' });
    await expectStored(stage, crowd, naive);
  });

  test('an acknowledged like is in the database, and its answer is the count there', async () => {
    const likes = new DirectLikes(stage.db);
    const [like, back] = [crowd.like(1, 5), crowd.like(1, 5, false)];
    for (const wanted of [like, like, back, back]) {
      naive.want(wanted);
      expect(await likes.want(wanted)).toEqual({ kind: 'noted', likes: naive.count(like.auctionId) });
      expect(await isLiked(stage.db, like.auctionId, like.userId)).toBe(wanted.liked);
      await expectStored(stage, crowd, naive);
    }
  });

  test('what is no auction cannot be liked', async () => {
    const likes = new DirectLikes(stage.db);
    expect(await likes.want({ ...crowd.like(0, 0), auctionId: randomUUID() })).toEqual({
      kind: 'refused',
      code: 'no_such_auction',
    });
  });

  test('who comes when too many wait is told so at once; the others are served', async () => {
    const likes = new DirectLikes(stage.db);
    const stray = { ...crowd.like(0, 0), auctionId: randomUUID() };
    const waiting = Array.from({ length: LIKE_LIMITS.waiting }, () => likes.want(stray));
    expect(await likes.want(stray)).toEqual({ kind: 'refused', code: 'busy' });
    for (const answer of await Promise.all(waiting))
      expect(answer).toMatchObject({ code: 'no_such_auction' });
  });

  test('stopping waits for what was taken in', async () => {
    const likes = new DirectLikes(stage.db);
    const like = crowd.like(
      2,
      1,
      !(await isLiked(stage.db, crowd.like(2, 1).auctionId, crowd.like(2, 1).userId)),
    );
    naive.want(like);
    void likes.want(like);
    await likes.stop();
    await expectStored(stage, crowd, naive);
  });

  test('a list of likes has the latest first, page by page, without gaps or repeats', async () => {
    const [ann = ''] = [await stage.person()];
    const own = await gather(stage, { people: 0, auctions: 7 });
    // Two in each millisecond.
    const wanted = own.auctions.map((auctionId, index) => ({
      auctionId,
      userId: ann,
      liked: true,
      atMs: 1_800_000_000_000 + (index >> 1),
    }));
    await writeLikes(stage.db, wanted);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const after = cursor === null ? undefined : readTimeKey(cursor);
      const page = await likedBy(stage.db, ann, { after, limit: 3, nowMs: Date.now() });
      for (const { id, card } of page.items) {
        expect(JSON.parse(card)).toMatchObject({ id, likeCount: 1 });
        seen.push(id);
      }
      cursor = page.nextCursor;
    } while (cursor !== null);
    const latestFirst = wanted.toSorted((a, b) => b.atMs - a.atMs || (a.auctionId < b.auctionId ? 1 : -1));
    expect(seen).toEqual(latestFirst.map(({ auctionId }) => auctionId));
  });

  test('a withdrawn auction takes its likes along', async () => {
    const auctionId = await stage.auction(crowd.seller, { startsAtMs: Date.now() + 60_000 });
    await writeLikes(stage.db, [{ ...crowd.like(0, 0), auctionId }]);
    await changeAuction(stage.db, auctionId, () => ({
      decision: { kind: 'accepted', events: [{ kind: 'withdrawn', auctionId, atMs: 0 }] } as never,
    }));
    expect(await isLiked(stage.db, auctionId, crowd.people[0] ?? '')).toBe(false);
  });
});

describe('likes among other writers', () => {
  let stage: Stage;
  let crowd: Crowd;
  beforeAll(async () => {
    stage = await openStage('postgres');
    crowd = await gather(stage, { people: 20, auctions: 30 });
  });
  afterAll(() => stage.close());

  test('batches of likes, of prices and edits of the same cards never deadlock', async () => {
    const naive = new NaiveLikes();
    const everything = crowd.auctions.flatMap((_, auction) =>
      crowd.people.map((_person, person) => crowd.like(auction, person)),
    );
    for (const like of everything) naive.want(like);
    const prices = () =>
      sql`
      with ours as (select auction_id from catalogue order by auction_id for no key update)
      update catalogue c set price = price + 1 from ours where c.auction_id = ours.auction_id`.execute(
        stage.db,
      );
    const edit = (auctionId: string) =>
      changeAuction(stage.db, auctionId, () => ({
        decision: { kind: 'accepted', events: [] } as never,
        item: { title: 'Edited' },
      }));
    const shuffled = (turn: number) =>
      everything.toSorted((a, b) =>
        turn % 2 === 0 ? a.auctionId.localeCompare(b.auctionId) : b.auctionId.localeCompare(a.auctionId),
      );
    const writers = Array.from({ length: 24 }, (_, turn) =>
      turn % 3 === 0
        ? prices()
        : turn % 3 === 1
          ? writeLikes(stage.db, shuffled(turn))
          : Promise.all(crowd.auctions.slice(0, 5).map(edit)),
    );
    await Promise.all(writers);
    await expectStored(stage, crowd, naive);
  });

  test('a like whose transaction was broken off is written all the same, once', async () => {
    const auctionId = await stage.auction(crowd.seller);
    const like = { ...crowd.like(0, 0), auctionId };
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const { promise: locked, resolve: hasLock } = Promise.withResolvers<void>();
    const holder = stage.db.transaction().execute(async (transaction) => {
      await sql`select from catalogue where auction_id = ${auctionId} for update`.execute(transaction);
      hasLock();
      await held;
    });
    await locked;
    const answer = new DirectLikes(stage.db).want(like);
    const breakOff = async () => {
      const { rows } = await sql<{ ended: boolean }>`
        select pg_terminate_backend(pid) as ended from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%for key share%'
          and pid <> pg_backend_pid()`.execute(stage.db);
      return rows.length;
    };
    await expect.poll(breakOff, { timeout: 4_000 }).toBe(1);
    letGo();
    await holder;
    expect(await answer).toEqual({ kind: 'noted', likes: 1 });
  });
});
