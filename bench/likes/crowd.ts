/** Private servers, and databases that all begin alike: a crowd of people, and auctions that nobody likes yet. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { ANY_HIGHER } from '../../auction/increments.ts';
import { points } from '../../auction/points.ts';
import { startPostgres } from '../../local-services/postgres.ts';
import { startRedis } from '../../local-services/redis.ts';
import { openDatabase } from '../../persistence/database.ts';
import { createAuction } from '../../persistence/listings.ts';

/** Enough that on one hot auction each like is somebody else's for seconds. */
const PEOPLE = 100_000;
export const AUCTIONS = 1_000;

export type LikesStage = {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly people: readonly string[];
  readonly auctions: readonly string[];
};

export type LikesHouse = Awaited<ReturnType<typeof openLikesHouse>>;

export async function openLikesHouse() {
  const [postgres, redis] = await Promise.all([startPostgres({ fsync: true }), startRedis()]);
  const names = `likes_${randomBytes(4).toString('hex')}`;
  const template = `${names}_template`;
  const administer = (statement: string) => ask(postgres.url(), statement);
  const close = async () => {
    await Promise.all([postgres.stop(), redis.stop()]);
  };
  let clones = 0;
  try {
    await administer(`create database ${template}`);
    const { people, auctions } = await furnish(postgres.url(template));
    await administer(`alter database ${template} allow_connections false`);
    return {
      postgresVersion: String((await administer('show server_version'))[0]?.server_version),
      async stage(): Promise<LikesStage & { drop(): Promise<void> }> {
        const name = `${names}_${++clones}`;
        await administer(`create database ${name} template ${template}`);
        return {
          databaseUrl: postgres.url(name),
          redisUrl: redis.url(clones % 1_000),
          people,
          auctions,
          drop: async () => {
            await administer(`drop database ${name} with (force)`);
          },
        };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

export async function ask(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

async function furnish(url: string) {
  const database = await openDatabase({ kind: 'postgres', url, poolSize: 8 });
  try {
    const rows = await ask(
      url,
      `insert into "user" ("id", "name", "email", "emailVerified", "birthDate", "gender")
       select gen_random_uuid(), 'Somebody', n || '@example.com', false, '1990-05-17', 'undisclosed'
       from generate_series(1, $1::int) n returning "id"`,
      [PEOPLE],
    );
    const people = rows.map(({ id }) => String(id));
    const nowMs = Date.now();
    const terms = {
      startPricePoints: points(100),
      reservePoints: null,
      buyNowPoints: null,
      ladder: ANY_HIGHER,
      softClose: null,
      feeBasisPoints: 250,
      startsAtMs: nowMs - 60_000,
      plannedEndsAtMs: nowMs + 86_400_000,
    };
    const auctions: string[] = [];
    while (auctions.length < AUCTIONS) {
      const item = { sellerId: people[0] ?? '', title: `Lot ${auctions.length}`, description: '', terms };
      const created = await createAuction(database.db, item);
      if (created.kind === 'created') auctions.push(created.stored.auction.id);
    }
    await ask(url, 'vacuum analyze');
    return { people, auctions };
  } finally {
    await database.close();
  }
}
