import { setTimeout as pause } from 'node:timers/promises';
import { ask, type LikesHouse, type LikesStage } from './crowd.ts';
import type { Way } from './ways.ts';

/** Likes that are under way at any time. */
const CALLERS = 100;

export type Window = {
  readonly way: Way;
  readonly connections: number;
  /** Over how many auctions the likes are spread. */
  readonly auctions: number;
  readonly warmUpMs: number;
  readonly measuredMs: number;
};

export type Measured = {
  readonly likes: number;
  /** While likes were acknowledged, and until the last of them was in the database. */
  readonly acknowledgedSeconds: number;
  readonly writtenSeconds: number;
  readonly latenciesMs: readonly number[];
};

/**
 * Likes on a fresh database, every one of which changes something: a new like, or once everybody likes everything, a like taken back. What
 * is acknowledged within the window is counted; a second clock stops only when all of it is in the database, and it is looked up there.
 */
export async function measureWindow(house: LikesHouse, window: Window): Promise<Measured> {
  const stage = await house.stage();
  const liking = await window.way.open(stage, window.connections);
  const turns = likesInTurn(stage, window.auctions);
  const latenciesMs: number[] = [];
  let counting = false;
  let stopped = false;
  let [said, wanted] = [0, 0];

  const caller = async () => {
    while (!stopped) {
      const like = turns();
      said += 1;
      wanted += like.liked ? 1 : -1;
      const calledAtMs = performance.now();
      await liking.want(like);
      if (counting) latenciesMs.push(performance.now() - calledAtMs);
    }
  };
  const callers = Promise.all(Array.from({ length: CALLERS }, caller));
  await Promise.race([callers, pause(window.warmUpMs)]);
  counting = true;
  const startedAtMs = performance.now();
  await Promise.race([callers, pause(window.measuredMs)]);
  counting = false;
  const acknowledgedSeconds = (performance.now() - startedAtMs) / 1_000;
  stopped = true;
  await callers;
  await liking.close();
  const writtenSeconds = (performance.now() - startedAtMs) / 1_000;
  await expectStored(stage, wanted, said);
  await stage.drop();
  return { likes: latenciesMs.length, acknowledgedSeconds, writtenSeconds, latenciesMs };
}

function likesInTurn({ people, auctions }: LikesStage, spread: number) {
  const pairs = people.length * spread;
  let turn = 0;
  return () => {
    const pair = turn % pairs;
    const liked = Math.floor(turn / pairs) % 2 === 0;
    turn += 1;
    return {
      auctionId: auctions[pair % spread] ?? '',
      userId: people[Math.floor(pair / spread)] ?? '',
      liked,
      atMs: Date.now(),
    };
  };
}

async function expectStored({ databaseUrl }: LikesStage, wanted: number, said: number): Promise<void> {
  const [row] = await ask(
    databaseUrl,
    'select (select count(*) from auction_like)::int as likes, (select sum(likes) from catalogue)::int as counted',
  );
  if (row?.likes === wanted && row.counted === wanted) return;
  throw new Error(`of ${said} likes ${wanted} should be left, but there is ${JSON.stringify(row)}`);
}
