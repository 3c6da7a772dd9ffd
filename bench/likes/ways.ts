import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { openDatabase } from '../../persistence/database.ts';
import { openLikes } from '../../persistence/likes/likes.ts';
import type { WantedLike } from '../../persistence/likes/wanted.ts';
import type { LikesStage } from './crowd.ts';

/** Somewhere to send likes; `close` returns once all of them are in the database. */
type Liking = {
  /** Resolves when the like is acknowledged. */
  want(like: WantedLike): Promise<void>;
  close(): Promise<void>;
};

export type Way = {
  readonly name: 'direct-update' | 'in-process' | 'redis';
  /** Numbers of connections to try; the best is measured. */
  readonly connections: readonly number[];
  open(stage: LikesStage, connections: number): Promise<Liking>;
};

const BUSY_PAUSE_MS = 20;

/** As the server does it, with its usual pool. */
const ours = async ({ databaseUrl, redisUrl }: LikesStage, withRedis: boolean): Promise<Liking> => {
  const database = await openDatabase({ kind: 'postgres', url: databaseUrl, poolSize: 16 });
  const log = {
    warn: (details: object, message: string) => {
      throw new Error(message, { cause: details });
    },
  };
  const likes = await openLikes(database.db, { redisUrl: withRedis ? redisUrl : undefined, log });
  return {
    async want(like) {
      let result = await likes.want(like);
      // What cannot be written as fast as it is said fills the buffer; a client comes again, and has waited all that time.
      while (result.kind === 'refused' && result.code === 'busy') {
        await pause(BUSY_PAUSE_MS);
        result = await likes.want(like);
      }
      if (result.kind === 'refused') throw new Error(`a like was refused: ${result.code}`);
    },
    async close() {
      await likes.stop();
      await database.close();
    },
  };
};

/** Row and count in one statement, so in one transaction and one round trip, prepared: no other way of an update per like is faster. */
const DIRECT = {
  like: `with came as (
      insert into auction_like (auction_id, user_id) values ($1, $2) on conflict do nothing returning 1
    )
    update catalogue set likes = likes + 1 where auction_id = $1 and exists (select from came) returning likes`,
  unlike: `with went as (delete from auction_like where auction_id = $1 and user_id = $2 returning 1)
    update catalogue set likes = likes - 1 where auction_id = $1 and exists (select from went) returning likes`,
};

async function direct({ databaseUrl }: LikesStage, connections: number): Promise<Liking> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections });
  pool.on('error', () => {});
  return {
    async want({ auctionId, userId, liked }) {
      const name = liked ? 'like' : 'unlike';
      await pool.query({ name, text: DIRECT[name], values: [auctionId, userId] });
    },
    close: () => pool.end(),
  };
}

export const WAYS: readonly Way[] = [
  { name: 'direct-update', connections: [1, 2, 4, 8, 16, 32], open: direct },
  { name: 'in-process', connections: [16], open: (stage) => ours(stage, false) },
  { name: 'redis', connections: [16], open: (stage) => ours(stage, true) },
];
