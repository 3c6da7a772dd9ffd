/** Private servers, and databases that all begin alike. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { ANY_HIGHER } from '../../auction/increments.ts';
import { ReadyAuction } from '../../client-sdk/index.ts';
import { startPostgres } from '../../local-services/postgres.ts';
import { startRedis } from '../../local-services/redis.ts';
import { startServer } from '../benched-server.ts';
import type { Bidder } from './bidding.ts';
import { BIDDERS, START_PRICE } from './workload.ts';

export type House = Awaited<ReturnType<typeof openHouse>>;

/** As much as one charge may be: nobody runs out. */
const CHARGE = 1_000_000_000;

/** `syncUs` makes every commit wait that long before its sync, those that come together waiting together, as a disk would. */
export async function openHouse(syncUs: number) {
  const [postgres, redis] = await Promise.all([startPostgres({ fsync: true }), startRedis()]);
  const administer = (statement: string) => ask(postgres.url(), statement);
  const names = `bench_${randomBytes(4).toString('hex')}`;
  const template = `${names}_template`;
  const close = async () => {
    await Promise.all([postgres.stop(), redis.stop()]);
  };
  let clones = 0;

  try {
    const [{ version } = { version: '' }] = await administer(
      "select current_setting('server_version') as version",
    );
    if (syncUs > 0) {
      await administer(`alter system set commit_delay = ${syncUs}`);
      await administer('alter system set commit_siblings = 0');
      await administer('select pg_reload_conf()');
    }
    await administer(`create database ${template}`);
    const bidders = await signEverybodyUp(postgres.url(template));
    await administer(`alter database ${template} allow_connections false`);

    return {
      postgresVersion: String(version),
      redisUrl: redis.url(),
      bidders,
      /** A fresh database with everybody in it and so many live auctions. */
      async stage(auctions: number) {
        const name = `${names}_${++clones}`;
        await administer(`create database ${name} template ${template}`);
        const databaseUrl = postgres.url(name);
        const listed = await ask(databaseUrl, LIST_AUCTIONS, [
          auctions,
          START_PRICE,
          JSON.stringify(ANY_HIGHER),
        ]);
        return {
          databaseUrl,
          auctionIds: listed.map(({ id }) => String(id)),
          drop: () => administer(`drop database ${name} with (force)`),
        };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Whole milliseconds, as the house itself would write them. */
const LIST_AUCTIONS = `
  insert into auction (seller_id, title, description, start_price, price, ladder, fee_basis_points, starts_at, planned_ends_at,
                       ends_at)
  select u.id, 'Lot ' || n, '', $2::bigint, $2::bigint, $3::jsonb, 250, now.ms - interval '1 minute', now.ms + interval '1 day',
         now.ms + interval '1 day'
  from "user" u, date_trunc('milliseconds', now()) as now (ms), generate_series(1, $1::int) n
  where u."name" = 'Seller' returning id`;

async function ask(url: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** As people would: through the SDK and the real server. Their sessions are good in every copy of this database. */
async function signEverybodyUp(databaseUrl: string): Promise<Bidder[]> {
  const server = await startServer(databaseUrl, 10);
  const signUp = async (name: string): Promise<Bidder> => {
    const house = new ReadyAuction(server.url);
    const email = `${name.toLowerCase()}@example.com`;
    const born = { birthDate: '1990-05-17', gender: 'undisclosed' } as const;
    const { id } = await house.auth.signUp({ email, password: 'correct horse', name, ...born });
    await house.wallet.charge(CHARGE);
    return { id, token: house.token ?? '' };
  };
  try {
    await signUp('Seller');
    return await Promise.all(Array.from({ length: BIDDERS }, (_, number) => signUp(`Bidder${number}`)));
  } finally {
    await server.stop();
  }
}
