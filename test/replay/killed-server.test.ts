import { randomBytes, randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuctionServer, startAuctionServer } from '../../local-services/auction-server.ts';
import { type LocalPostgres, startPostgres } from '../../local-services/postgres.ts';
import { openDatabase } from '../../persistence/database.ts';
import type { Acknowledged } from '../../replay/journal.ts';
import { readRecording } from '../../replay/recording.ts';
import { type ReplayOptions, replay } from '../../replay/replay.ts';
import { NO_RESERVES } from '../../replay/reserves.ts';
import { differences } from '../../replay/verification.ts';
import { administer } from '../support/database-administration.ts';
import { runAudit } from './replay-program.ts';
import { randomFrom } from './seeded-random.ts';
import { Happenings, killAt, momentsOf } from './server-kills.ts';
import { smallRecording } from './small-recording.ts';

const KILLS = 20;
/** A week in five seconds. */
const SPEED = (7 * 86_400) / 5;
const PATIENCE_MS = 60_000;

describe('a replay whose server is killed twenty times', () => {
  const seed = Number(process.env.REPLAY_KILL_SEED ?? randomInt(1_000_000));
  const recording = smallRecording(seed, 7, 50);
  const auctions = readRecording('small', recording.text);
  const database = `replay_${randomBytes(6).toString('hex')}`;
  let postgres: LocalPostgres;
  let server: AuctionServer;
  let graceMs: number;

  const options = (run: string): ReplayOptions => ({
    ...{ url: server.url, run, speed: SPEED, graceMs: 2_000, patienceMs: PATIENCE_MS },
    ...{ reserves: NO_RESERVES, password: 'killed twenty times' },
  });

  beforeAll(async () => {
    // With fsync, as it would be run: an acknowledged bid is on disk.
    postgres = await startPostgres({ fsync: true });
    await administer(postgres.url(), `create database ${database}`);
    server = await startAuctionServer({ DATABASE_URL: postgres.url(database), REDIS_URL: '' });
    // Bids wait while the server starts, and must still come in time: what a start takes here, it takes for every kill, and half as
    // much again where other tests work beside this one.
    const startedAtMs = performance.now();
    await server.kill();
    await server.restart();
    graceMs = Math.min((performance.now() - startedAtMs + 700) * KILLS * 1.5, 90_000);
  });
  afterAll(async () => {
    await server?.stop();
    await administer(postgres.url(), `drop database ${database} with (force)`);
    await postgres.stop();
  });

  it('ends as an undisturbed one, with every acknowledged bid there once', { timeout: 240_000 }, async () => {
    console.info(`REPLAY_KILL_SEED=${seed}, grace ${Math.round(graceMs)} ms`);
    const undisturbed = await replay(auctions, options('undisturbed'));
    expect(undisturbed.results).toEqual(recording.expected);

    const happenings = new Happenings();
    const moments = momentsOf(
      { auctions: auctions.length, bids: recording.bids, kills: KILLS },
      randomFrom(seed),
    );
    const [killed, kills] = await Promise.all([
      replay(auctions, { ...options('killed'), graceMs, watcher: happenings.watcher }),
      killAt(moments, happenings, server),
    ]);

    console.info(`killed after ${kills.join(', ')} of ${happenings.count} happenings`);
    expect(kills).toHaveLength(KILLS);
    expect(kills.at(-1)).toBeLessThan(happenings.count);
    // Otherwise this machine is too slow for the grace, and the next line would not say so.
    expect(killed.journal.filter(({ outcome }) => outcome === 'ended')).toEqual([]);
    expect(killed.results).toEqual(undisturbed.results);
    expect(killed.journal).toHaveLength(recording.bids);
    expect(await differences(killed.journal, killed.accounts, PATIENCE_MS)).toEqual([]);
    expect(await storedBids(killed.journal)).toEqual(asStored(killed.journal));

    await server.kill();
    expect(await runAudit({ DATABASE_URL: postgres.url(database) })).toMatchObject({ code: 0 });
  });

  /** Everything the database holds of these auctions: more than was acknowledged would be wrong, too. */
  async function storedBids(journal: readonly Acknowledged[]) {
    const opened = await openDatabase({ kind: 'postgres', url: postgres.url(database), poolSize: 1 });
    try {
      const rows = await opened.db
        .selectFrom('bid')
        .select(['bid_id', 'auction_id', 'points', 'outcome', 'took_lead', 'price'])
        .where('auction_id', 'in', [...new Set(journal.map(({ auctionId }) => auctionId))])
        .orderBy('bid_id')
        .execute();
      return rows.map((row) => Object.values(row).join(' '));
    } finally {
      await opened.close();
    }
  }

  const asStored = (journal: readonly Acknowledged[]) =>
    journal
      .map(({ bidId, auctionId, points, outcome, leading, pricePoints }) =>
        [bidId, auctionId, points, outcome, leading, pricePoints].join(' '),
      )
      .sort();
});
