import { expect, onTestFinished } from 'vitest';
import { connect } from '../../client-sdk/index.ts';
import { startAuctionServer } from '../../local-services/auction-server.ts';
import { startRedis } from '../../local-services/redis.ts';
import { openDatabase } from '../../persistence/database.ts';
import { openMovableLine } from '../support/movable-line.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { hearing } from './hearing.ts';
import { somebody } from './people.ts';

const PLENTY = 100_000_000;

/**
 * Two nodes on one PostgreSQL and one Redis, of this test alone. Ann hears alerts through a line that leads to the first and may be cut
 * and moved; everybody else, and her bids, are at the second.
 */
export async function twoNodesStage() {
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  const database = await openDatabase({ kind: 'postgres', url, poolSize: 2 });
  onTestFinished(() => database.close());
  const settings = { DATABASE_URL: url, REDIS_URL: redis.url() };
  const nodes = await Promise.all([startAuctionServer(settings), startAuctionServer(settings)] as const);
  onTestFinished(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
  });

  const [first, second] = nodes;
  const person = () => somebody(second.url, PLENTY);
  const [ann, bob, cid, seller] = await Promise.all([person(), person(), person(), person()] as const);
  const line = await openMovableLine(first.url);
  const ears = hearing(connect(line.url, { token: ann.token ?? '' }));
  onTestFinished(() => {
    ears.stop();
    line.close();
  });
  await expect.poll(() => ears.isConnected).toBe(true);
  const annId = (await ann.auth.me())?.id ?? '';
  return { first, second, redis, line, ann, annId, bob, cid, seller, ears, db: database.db };
}
