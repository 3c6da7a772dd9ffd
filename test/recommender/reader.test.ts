import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rowsSince } from '../../persistence/recommender/pages.ts';
import { LogReader, type News } from '../../persistence/recommender/reader.ts';
import { History } from '../../recommender/history.ts';
import { DATABASE_KINDS, openStage, type Stage } from '../support/stage.ts';
import { bidLogged, closed, DAY_MS, liked, numbered, withdrawn } from './logged.ts';

const LONG_AGO_MS = Date.now() - 400 * DAY_MS;

async function told(history: History, news: AsyncIterable<News>): Promise<string[]> {
  const kinds: string[] = [];
  for await (const each of news) {
    kinds.push(each.kind);
    if (each.kind === 'bids') history.addBids(each.bytes);
    if (each.kind === 'likes') history.addLikes(each.bytes);
    if (each.kind === 'items') history.addItems(each.bytes);
    if (each.kind === 'removed') for (const id of each.ids) history.removeItem(id);
    if (each.kind === 'forget-likes') history.forgetLikes();
  }
  return kinds;
}

/** What a history knows, by ids and without its order. */
function known({ log, items }: History) {
  const deeds = Array.from({ length: log.count }, (_, row) => ({
    person: log.people.textOf(log.person[row] ?? 0),
    item: items.ids.textOf(log.item[row] ?? 0),
    deeds: log.deeds[row],
    bidAt: log.bidAt[row],
    isLiked: (log.likedAt[row] ?? 0) > 0,
  })).filter(({ deeds: done, isLiked }) => done !== 0 || isLiked);
  const things = Array.from({ length: items.count }, (_, row) => ({
    id: items.ids.textOf(row),
    title: items.titleOf(row),
    over: items.over[row],
    endsAtMs: items.endsAtMs[row],
  }));
  const groups = Array.from({ length: log.people.count }, (_, row) => [
    log.people.textOf(row),
    log.groupOf(row),
  ]);
  const byText = <T>(list: T[]) => list.map((each) => JSON.stringify(each)).sort();
  return { deeds: byText(deeds), things: byText(things), groups: byText(groups) };
}

async function fromScratch({ db }: Stage) {
  const history = new History();
  await told(history, new LogReader(db).all(LONG_AGO_MS));
  return known(history);
}

describe.each(DATABASE_KINDS)('%s', (kind) => {
  let stage: Stage;
  let seller: string;
  let ann: string;
  let bob: string;
  let lamp: string;
  let chair: string;

  beforeAll(async () => {
    stage = await openStage(kind);
    seller = await stage.person();
    ann = await stage.person(10_000);
    bob = await stage.person(10_000);
    lamp = await stage.auction(seller);
    chair = await stage.auction(seller);
  });

  afterAll(() => stage.close());

  test('a first reading has every attempt that says something, every like and every item', async () => {
    const { db } = stage;
    await bidLogged(db, { auctionId: lamp, bidderId: ann, age: 34, gender: 'female' });
    await bidLogged(db, { auctionId: lamp, bidderId: bob, outcome: 'insufficient_points' });
    await bidLogged(db, { auctionId: chair, bidderId: bob, outcome: 'own_auction' });
    await liked(db, chair, ann);
    const history = new History();
    await told(history, new LogReader(db).all(LONG_AGO_MS));
    const { log, items } = history;
    expect(items.count).toBe(2);
    expect(items.titleOf(items.ids.find(lamp))).toBe('A thing');
    const rows = Array.from({ length: log.count }, (_, row) => [
      log.people.textOf(log.person[row] ?? 0),
      items.ids.textOf(log.item[row] ?? 0),
      log.deeds[row],
      (log.likedAt[row] ?? 0) > 0,
    ]);
    expect(rows).toHaveLength(3);
    expect(rows).toContainEqual([ann, lamp, 1, false]);
    expect(rows).toContainEqual([bob, lamp, 2, false]);
    expect(rows).toContainEqual([ann, chair, 0, true]);
  });

  test('what comes later is read without the rest, and both together are a reading from scratch', async () => {
    const { db } = stage;
    const vase = await stage.auction(seller);
    const history = new History();
    const reader = new LogReader(db);
    await told(history, reader.all(LONG_AGO_MS));
    const table = await stage.auction(seller);
    for (const auctionId of [lamp, table])
      await bidLogged(db, { auctionId, bidderId: bob, age: 61, gender: 'male' });
    await liked(db, table, ann);
    await closed(stage, lamp, ann);
    await withdrawn(stage, vase);
    const late = await stage.auction(seller);
    // Stamped before the last reading, and committed after it.
    await bidLogged(db, { auctionId: late, bidderId: ann, at: new Date(Date.now() - 60_000) });

    await numbered(db);
    await told(history, reader.changes());
    await told(history, reader.newBids());
    await told(history, reader.newLikes());
    const { things, ...rest } = known(history);
    const scratch = await fromScratch(stage);
    expect(rest).toEqual({ deeds: scratch.deeds, groups: scratch.groups });
    // It remembers what was withdrawn, as over.
    const gone = things.filter((text) => text.includes(vase));
    expect(gone).toEqual([expect.stringContaining('"over":1')]);
    expect(things.filter((text) => !text.includes(vase))).toEqual(scratch.things);
  });

  test('nothing new is next to nothing to read', async () => {
    await numbered(stage.db);
    const reader = new LogReader(stage.db);
    await told(new History(), reader.all(LONG_AGO_MS));
    expect(await told(new History(), reader.changes())).toEqual([]);
  });

  test('a like taken back is forgotten with the next reading of all likes', async () => {
    const { db } = stage;
    const history = new History();
    const reader = new LogReader(db);
    await told(history, reader.all(LONG_AGO_MS));
    await db.deleteFrom('auction_like').execute();
    await told(history, reader.allLikes(LONG_AGO_MS));
    expect(history.log.likedAt.every((at) => at === 0)).toBe(true);
    expect(known(history).deeds).toEqual((await fromScratch(stage)).deeds);
  });

  test('what is older than wanted is not read', async () => {
    const { db } = stage;
    const old = await stage.auction(seller);
    await bidLogged(db, { auctionId: old, bidderId: ann, at: new Date(Date.now() - 300 * DAY_MS) });
    const dealsWithOld = async (sinceMs: number) => {
      const history = new History();
      await told(history, new LogReader(db).all(sinceMs));
      const row = history.items.ids.find(old);
      return history.log.item.subarray(0, history.log.count).includes(row);
    };
    expect(await dealsWithOld(LONG_AGO_MS)).toBe(true);
    expect(await dealsWithOld(Date.now() - 200 * DAY_MS)).toBe(false);
  });

  test('pages of one row go on where they stopped, also over bids of the same instant', async () => {
    const { db } = stage;
    const item = await stage.auction(seller);
    const at = new Date(Date.now() + 3_600_000);
    for (const bidderId of [ann, bob, randomUUID()]) await bidLogged(db, { auctionId: item, bidderId, at });
    const sinceMicros = at.getTime() * 1_000;
    const page = await rowsSince(db, 'bid', { sinceMicros, limit: 2 });
    expect(page.next).toBe(sinceMicros);
    expect((await rowsSince(db, 'bid', { sinceMicros, limit: 4 })).next).toBeNull();
    const history = new History();
    const reader = new LogReader(db, { firstPage: 1, largestPage: 1 });
    await told(history, reader.newBids());
    const row = history.items.ids.find(item);
    expect(history.log.item.subarray(0, history.log.count).filter((each) => each === row)).toHaveLength(3);
  });
});
