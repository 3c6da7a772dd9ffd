/** One auction, one bid, and an owner who slept through both. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { askByRest } from '../../chaos/asking.ts';
import { balanceOver } from '../../chaos/balancer.ts';
import { checkHistory, type Verdict } from '../../chaos/checker/check.ts';
import { ClientLog } from '../../chaos/client-log.ts';
import { openHouse } from '../../chaos/house.ts';
import { lotOf } from '../../chaos/lot.ts';
import { signUp } from '../../chaos/people.ts';
import { randomFrom } from '../../chaos/random.ts';
import { ReadyAuction } from '../../client-sdk/index.ts';

const LASTS_MS = 6_000;
/** A node that wakes up does at once what it should have done long ago. */
const WAKING_MS = 10_000;
const LOOK_AFTER_MS = 50;

/**
 * A node opens an auction's room and is stopped dead; the auction is bid in and closed elsewhere; the node wakes up and, knowing nothing of
 * that, wants to close it as it remembers it: without a bid.
 */
export async function closedTwice(preload: readonly string[]): Promise<Verdict> {
  const house = await openHouse({ fsync: false, preload });
  const database = new pg.Client({ connectionString: house.databaseUrl });
  await database.connect();
  try {
    const people = await signUp(house.databaseUrl, house.authSecret, 2, randomFrom(1).branch());
    const [seller, bidder] = people;
    if (seller === undefined || bidder === undefined) throw new Error('nobody signed up');
    const { fetch, servedBy } = balanceOver(house.nodes.map(({ address }) => address));
    const enter = (token?: string) =>
      new ReadyAuction(`http://${house.nodes[0]?.address}`, { fetch, ...(token !== undefined && { token }) });
    const log = new ClientLog(bidder.userId);
    const charge = { key: crypto.randomUUID(), points: 1_000 };
    await enter(bidder.token).wallet.charge(charge.points, charge.key);
    log.charges.push(charge);
    const auction = await enter(seller.token).auctions.create({
      title: 'Closed twice',
      description: '',
      startPricePoints: 100,
      reservePoints: null,
      buyNowPoints: null,
      ladder: 'any_higher',
      softClose: null,
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + LASTS_MS).toISOString(),
    });
    const ending = async () =>
      (await database.query('select ending from auction where id = $1', [auction.id])).rows[0].ending;
    const untilEnding = async (wanted: string, limitMs: number) => {
      const givesUpAtMs = performance.now() + limitMs;
      while ((await ending()) !== wanted && performance.now() < givesUpAtMs) await pause(LOOK_AFTER_MS);
    };

    // Somebody who only watches has the room opened.
    const watching = await enter().join(auction.id);
    const owner = house.nodes.find(({ address }) => address === servedBy.get(auction.id));
    if (owner === undefined) throw new Error('nobody knows who serves it');
    owner.server.pause();
    await watching.leave();

    const bid = { bidId: crypto.randomUUID(), kind: 'plain', points: 150 } as const;
    const attempt = log.sent(auction.id, bid);
    const outcome = await askByRest({ house: enter(bidder.token), log, lot: lotOf(auction) }, bid);
    if (outcome?.status !== 'accepted') throw new Error(`the bid was not accepted: ${outcome?.code}`);
    attempt.told.push({ atMs: Date.now(), outcome });
    await untilEnding('sold', LASTS_MS + WAKING_MS);

    owner.server.resume();
    await untilEnding('unsold', WAKING_MS);
    await house.stopNodes();
    return await checkHistory(house.databaseUrl, [log], Date.now());
  } finally {
    await database.end();
    await house.close();
  }
}
