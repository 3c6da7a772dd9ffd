import { expect, it } from 'vitest';
import type { Alert } from '../../client-sdk/index.ts';
import { isPassing } from '../../client-sdk/told-alerts.ts';
import { bidStorm, type Outcome, outbidEachOther } from './bid-storm.ts';
import type { Hearing } from './hearing.ts';
import { listed } from './people.ts';
import { twoNodesStage } from './two-nodes-stage.ts';

type Stage = Awaited<ReturnType<typeof twoNodesStage>>;

/** The next trouble comes when the last one is overcome and so many prices have changed. */
const CHANGES_BETWEEN_TROUBLES = 25;

it('somebody disconnected, moved to another node and restarted during 1,000 price changes has seen every outbid and close exactly once, and the latest price', {
  timeout: 180_000,
}, async () => {
  const stage = await twoNodesStage();
  const { first, second, line, ears, ann, bob, cid, seller } = stage;
  const watched = await listed(seller);
  await ann.auctions.subscribe(watched.id);
  let here = first;
  const move = () => {
    here = here === first ? second : first;
    line.moveTo(here.url);
  };
  const troubles = inTurn(ears, [
    line.cut,
    () => {
      move();
      line.cut();
    },
    () => {
      move();
      ears.restart();
    },
  ]);

  let isOver = false;
  const [outcomes, latest] = await Promise.all([
    bidStorm({
      ...{ seller, bidders: [ann, bob], priceChanges: 1_000, lanes: 3, auctionMs: 2_500 },
      changed: troubles.perhaps,
    }).finally(() => {
      isOver = true;
    }),
    outbidEachOther([bob, cid], watched.id, () => isOver),
  ]);

  await everythingHeard(stage, outcomes);
  await expect.poll(() => pricesOf(ears, watched.id).at(-1)).toBe(latest);
  expect(troubles.count).toBeGreaterThanOrEqual(6);
});

it('whoever is connected to a node that is killed hears every outbid and close exactly once all the same', {
  timeout: 180_000,
}, async () => {
  const stage = await twoNodesStage();
  const { first, second, line, ears, ann, bob, seller } = stage;
  let killed: Promise<void> | undefined;
  const killAndReturn = async () => {
    await first.kill();
    line.moveTo(second.url);
    await first.restart();
    line.moveTo(first.url);
    line.cut();
  };
  const changed = (count: number) => {
    if (count >= 100) killed ??= killAndReturn();
  };

  const outcomes = await bidStorm({
    ...{ seller, bidders: [ann, bob], priceChanges: 400, lanes: 2, auctionMs: 4_000 },
    changed,
  });
  await killed;

  expect(killed).toBeDefined();
  // To the node before it was killed, to the other one, and to the one that came back.
  await expect.poll(() => ears.connected, { timeout: 10_000 }).toBeGreaterThanOrEqual(3);
  await everythingHeard(stage, outcomes);
});

it('without anybody to wake the nodes up, because Redis is gone, every outbid and close is heard all the same', {
  timeout: 120_000,
}, async () => {
  const stage = await twoNodesStage();
  const { redis, second, line, ann, bob, seller } = stage;
  let gone: Promise<void> | undefined;
  let isMoved = false;
  const changed = (count: number) => {
    if (count >= 30) gone ??= redis.kill();
    if (count >= 60 && !isMoved) {
      isMoved = true;
      line.moveTo(second.url);
      line.cut();
    }
  };

  // One auction to its end: its room is open, and nobody could find a new one.
  const outcomes = await bidStorm({
    ...{ seller, bidders: [ann, bob], priceChanges: 1, lanes: 1, auctionMs: 8_000 },
    changed,
  });
  await gone;

  expect(isMoved).toBe(true);
  expect(outcomes).toHaveLength(1);
  await everythingHeard(stage, outcomes);
});

/** Ann has heard what the database keeps for her, which is what the bidders were told themselves. */
async function everythingHeard({ db, annId, ears }: Stage, outcomes: readonly Outcome[]): Promise<void> {
  const stored = async () => {
    const rows = await db
      .selectFrom('alert')
      .select(['id', 'kind', 'auction_id'])
      .where('user_id', '=', annId)
      .orderBy('id')
      .execute();
    return rows.map(({ id, kind, auction_id }) => `${id} ${kind} ${auction_id}`);
  };
  const closes = async () => (await stored()).filter((alert) => / (won|lost) /.test(alert));
  await expect.poll(closes, { timeout: 20_000 }).toHaveLength(outcomes.length);
  const all = await stored();
  const heard = () => kept(ears.heard).map(({ id, kind, auctionId }) => `${id} ${kind} ${auctionId}`);
  await expect.poll(() => heard().length, { timeout: 20_000 }).toBeGreaterThanOrEqual(all.length);

  expect(heard()).toEqual(all);
  expect(ears.anew).toEqual([]);
  for (const { auctionId, outbidAt, pricePoints, firstWon } of outcomes) {
    const ofIt = kept(ears.heard).filter((alert) => alert.auctionId === auctionId);
    const outbid = ofIt.filter(({ kind }) => kind === 'outbid');
    expect(outbid.map((alert) => alert.pricePoints)).toEqual(outbidAt);
    expect(ofIt.at(-1)).toMatchObject({ kind: firstWon ? 'won' : 'lost', pricePoints });
    expect(pricesOf(ears, auctionId).at(-1)).toBe(pricePoints);
  }
}

const kept = (heard: readonly Alert[]) => heard.filter((alert) => !isPassing(alert));

const pricesOf = ({ heard }: Hearing, auctionId: string) =>
  heard.filter((alert) => alert.auctionId === auctionId).map(({ pricePoints }) => pricePoints);

/** Troubles one after the other. */
function inTurn(ears: Hearing, troubles: readonly (() => void)[]) {
  let count = 0;
  let next = CHANGES_BETWEEN_TROUBLES;
  let overcome = 0;
  return {
    get count() {
      return count;
    },
    perhaps(changes: number): void {
      if (changes < next || !ears.isConnected || ears.connected === overcome) return;
      overcome = ears.connected;
      next = changes + CHANGES_BETWEEN_TROUBLES;
      troubles[count % troubles.length]?.();
      count += 1;
    },
  };
}
