/** A private PostgreSQL with everybody in it, who need not sign in one by one, and an auction for every measurement. */
import { createHmac, randomBytes } from 'node:crypto';
import pg from 'pg';
import { ANY_HIGHER } from '../../auction/increments.ts';
import { startPostgres } from '../../local-services/postgres.ts';
import { openDatabase } from '../../persistence/database.ts';
import type { Commit } from './knowledge.ts';

const BIDDERS = 20;
const START_PRICE = 100;
/** Nobody runs out. */
const PLENTY = 1_000_000_000_000;

export type Person = { readonly id: string; readonly token: string };

export type AlertsHouse = Awaited<ReturnType<typeof openHouse>>;

/** One database, and what the bench asks it. */
export type Stage = { readonly databaseUrl: string } & ReturnType<typeof questions>;

/** Two databases that begin alike: a server must not find in its own what another one left to be done. */
export async function openHouse(subscribers: number) {
  const postgres = await startPostgres({ fsync: true, commitTimestamps: true });
  const names = [1, 2].map((number) => `bench_alerts_${process.pid}_${number}`) as [string, string];
  const admin = await connected(postgres.url());
  const clients: pg.Client[] = [];
  const close = async () => {
    await Promise.all(clients.map((client) => client.end()));
    for (const name of names) await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
    await postgres.stop();
  };
  const open = async (name: string): Promise<Stage> => {
    const client = await connected(postgres.url(name));
    clients.push(client);
    return { databaseUrl: postgres.url(name), ...questions(client) };
  };
  try {
    await admin.query(`create database ${names[0]}`);
    const people = await furnish(postgres.url(names[0]), subscribers);
    await admin.query(`create database ${names[1]} template ${names[0]}`);
    const { rows } = await admin.query<{ version: string }>(
      "select current_setting('server_version') as version",
    );
    const stages = [await open(names[0]), await open(names[1])] as const;
    return { ...people, stages, postgresVersion: rows[0]?.version ?? '', close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function furnish(url: string, subscribers: number) {
  // Makes the tables.
  await (await openDatabase({ kind: 'postgres', url, poolSize: 1 })).close();
  const client = await connected(url);
  try {
    return await moveIn(client, subscribers);
  } finally {
    await client.end();
  }
}

async function connected(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}

async function moveIn(client: pg.Client, subscribers: number) {
  const authSecret = randomBytes(32).toString('base64url');
  const [seller] = await people(client, authSecret, 'seller', 1);
  const [admin] = await people(client, authSecret, 'admin', 1);
  const bidders = await people(client, authSecret, 'bidder', BIDDERS);
  const crowd = await people(client, authSecret, 'subscriber', subscribers);
  if (seller === undefined || admin === undefined) throw new Error('nobody moved in');
  await client.query(`update "user" set "role" = 'admin' where "id" = $1`, [admin.id]);
  await client.query('vacuum analyze');
  return { authSecret, seller, admin, bidders, subscribers: crowd };
}

/** People with points and a session each. Tokens are signed as better-auth signs them. */
async function people(client: pg.Client, secret: string, name: string, count: number): Promise<Person[]> {
  const { rows } = await client.query<{ id: string }>(
    `insert into "user" ("id", "name", "email", "emailVerified", "birthDate", "gender", "role")
     select gen_random_uuid(), $1, $1 || n || '@example.com', false, '1990-05-17', 'undisclosed', 'user'
     from generate_series(1, $2::int) n returning "id"`,
    [name, count],
  );
  const ids = rows.map(({ id }) => id);
  const tokens = ids.map(() => randomBytes(24).toString('base64url'));
  await client.query(
    `insert into "session" ("token", "userId", "expiresAt", "updatedAt")
     select t, u, now() + interval '1 day', now() from unnest($1::text[], $2::uuid[]) as s (t, u)`,
    [tokens, ids],
  );
  await client.query(
    `insert into wallet (user_id, available) select u, $2::bigint from unnest($1::uuid[]) u
     on conflict (user_id) do update set available = excluded.available`,
    [ids, PLENTY],
  );
  return ids.map((id, index) => ({ id, token: signed(tokens[index] ?? '', secret) }));
}

const signed = (token: string, secret: string): string =>
  encodeURIComponent(`${token}.${createHmac('sha256', secret).update(token).digest('base64')}`);

function questions(client: pg.Client) {
  return {
    /** A live auction that these subscribe to. */
    async auction(sellerId: string, subscriberIds: readonly string[]): Promise<string> {
      const { rows } = await client.query<{ id: string }>(LIST_AUCTION, [
        sellerId,
        START_PRICE,
        JSON.stringify(ANY_HIGHER),
      ]);
      const id = rows[0]?.id ?? '';
      await client.query(
        `insert into auction_subscription (auction_id, user_id, reason) select $1, u, 'asked' from unnest($2::uuid[]) u`,
        [id, subscriberIds],
      );
      return id;
    },
    /** When PostgreSQL committed each accepted bid, by the clock of this machine. */
    async commits(auctionId: string): Promise<Commit[]> {
      const { rows } = await client.query<{ price: string; at: string }>(
        `select price, extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000 as at from bid
         where auction_id = $1 and outcome = 'accepted' order by seq`,
        [auctionId],
      );
      return rows.map(({ price, at }) => ({ pricePoints: Number(price), atMs: Number(at) }));
    },
    /** Whom an auction has kept alerts for: person and position. */
    async kept(auctionId: string): Promise<(readonly [string, number])[]> {
      const { rows } = await client.query<{ user_id: string; id: string }>(
        'select user_id, id from alert where auction_id = $1',
        [auctionId],
      );
      return rows.map(({ user_id, id }) => [user_id, Number(id)] as const);
    },
    /** Whether everything that was committed is in the feed. */
    async isNumbered(): Promise<boolean> {
      const { rowCount } = await client.query('select from feed_batch where last_position is null limit 1');
      return rowCount === 0;
    },
  };
}

/** Whole milliseconds, as the house itself would write them. */
const LIST_AUCTION = `
  insert into auction (seller_id, title, description, start_price, price, ladder, fee_basis_points, starts_at, planned_ends_at,
                       ends_at)
  select $1, 'A hot one', '', $2::bigint, $2::bigint, $3::jsonb, 250, now.ms - interval '1 minute', now.ms + interval '1 day',
         now.ms + interval '1 day'
  from date_trunc('milliseconds', now()) as now (ms) returning id`;
