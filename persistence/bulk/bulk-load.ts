import { once } from 'node:events';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { openDatabase } from '../database.ts';
import { BULK_TABLE_NAMES, BULK_TABLES, type BulkBlock, type BulkTable } from './bulk-tables.ts';
import { dismantle } from './dismantling.ts';

export type BulkLoad = {
  readonly url: string;
  /** Whether there may be auctions already. */
  readonly more: boolean;
  /** Who signs up first: whoever is here already came by the same load. */
  readonly firstUserId: string;
  /** Read only once it is known that they can be loaded. */
  readonly blocks: AsyncIterable<BulkBlock>;
  readonly watcher: BulkWatcher;
};

type BulkWatcher = {
  /** Every row is there; of so many indices and keys so many are made. */
  building(done: number, of: number): void;
  /** It is committed; of so many tables so many are vacuumed. */
  tidying(done: number, of: number): void;
};

export type BulkResult =
  | { readonly kind: 'loaded'; readonly rows: Readonly<Record<BulkTable, number>>; readonly bytes: number }
  | { readonly kind: 'refused'; readonly code: 'has_auctions' | 'loaded_before' | 'in_use' };

/** How long to wait for a table that somebody else uses. */
const LOCK_MS = 3_000;

/**
 * For this transaction alone. Sorting in memory, by two processes, is most of what makes indices quick; and a server that nobody listens
 * to any more must not go on building them.
 */
const SETTINGS = [
  `set local lock_timeout = ${LOCK_MS}`,
  'set local statement_timeout = 0',
  'set local idle_in_transaction_session_timeout = 0',
  `set local client_connection_check_interval = '1s'`,
  `set local maintenance_work_mem = '512MB'`,
  'set local max_parallel_maintenance_workers = 2',
  `set local timezone = 'UTC'`,
];

/** What the feed would have done: who takes part in what is not over subscribes to it. */
const TAKING_PART = [
  `insert into auction_subscription (auction_id, user_id, reason, at)
   select id, seller_id, 'selling', listed_at from auction where ending is null on conflict do nothing`,
  `insert into auction_subscription (auction_id, user_id, reason, at)
   select b.auction_id, b.bidder_id, 'bidding', min(b.at) from bid b join auction a on a.id = b.auction_id
   where a.ending is null and b.outcome = 'accepted' group by b.auction_id, b.bidder_id on conflict do nothing`,
];

/** PostgreSQL's word for a lock that did not come in time. */
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Loads many rows at once, in one transaction: whatever ends it before its end leaves nothing. Nobody else can use the tables meanwhile.
 * Checks, keys and foreign keys are verified by the database before it commits, as for any other row.
 */
export async function bulkLoad(load: BulkLoad): Promise<BulkResult> {
  // Brings the schema up to date.
  await (await openDatabase({ kind: 'postgres', url: load.url, poolSize: 1 })).close();
  const client = new pg.Client({ connectionString: load.url, connectionTimeoutMillis: 10_000 });
  // Whoever waits for an answer is told; without a listener it would end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('begin');
    const result = await loadInside(client, load);
    await client.query(result.kind === 'loaded' ? 'commit' : 'rollback');
    if (result.kind === 'loaded') await tidied(client, load.watcher);
    return result;
  } finally {
    await client.end();
  }
}

/** What plans are made by. All rows are there whatever happens here, and the database does the same by itself, only later. */
async function tidied(client: pg.Client, watcher: BulkWatcher): Promise<void> {
  try {
    for (const [done, table] of BULK_TABLE_NAMES.entries()) {
      watcher.tidying(done, BULK_TABLE_NAMES.length);
      await client.query(`vacuum (analyze) ${quoted(table)}`);
    }
  } catch {}
}

async function loadInside(client: pg.Client, load: BulkLoad): Promise<BulkResult> {
  for (const setting of SETTINGS) await client.query(setting);
  try {
    await client.query(`lock table ${BULK_TABLE_NAMES.map(quoted).join(', ')} in access exclusive mode`);
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE)
      return { kind: 'refused', code: 'in_use' };
    throw error;
  }
  if (!load.more && !(await isEmpty(client, 'auction'))) return { kind: 'refused', code: 'has_auctions' };
  const before = await client.query('select from "user" where "id" = $1', [load.firstUserId]);
  if (before.rowCount !== 0) return { kind: 'refused', code: 'loaded_before' };

  const remaking = await dismantle(client);
  await client.query('alter table "user" disable trigger open_wallet');
  const fresh = await renewed(client);
  const rows = Object.fromEntries(BULK_TABLE_NAMES.map((table) => [table, 0])) as Record<BulkTable, number>;
  for await (const block of load.blocks) {
    await copy(client, block, fresh.has(block.table));
    rows[block.table] += block.rows;
  }
  await client.query('alter table "user" enable trigger open_wallet');
  for (const [done, statement] of remaking.entries()) {
    load.watcher.building(done, remaking.length);
    await client.query(statement);
  }
  for (const statement of TAKING_PART) await client.query(statement);
  const size = await client.query<{ bytes: string }>('select pg_database_size(current_database()) as bytes');
  return { kind: 'loaded', rows, bytes: Number(size.rows[0]?.bytes) };
}

/** Empty tables get new files, into which rows can be written as if they had always been there: no vacuum has to visit them again. */
async function renewed(client: pg.Client): Promise<ReadonlySet<BulkTable>> {
  const fresh = new Set<BulkTable>();
  for (const table of BULK_TABLE_NAMES) {
    if (!BULK_TABLES[table].large || !(await isEmpty(client, table))) continue;
    await client.query(`truncate ${quoted(table)}`);
    fresh.add(table);
  }
  return fresh;
}

async function isEmpty(client: pg.Client, table: BulkTable): Promise<boolean> {
  const { rowCount } = await client.query(`select from ${quoted(table)} limit 1`);
  return rowCount === 0;
}

async function copy(client: pg.Client, { table, bytes }: BulkBlock, fresh: boolean): Promise<void> {
  const columns = BULK_TABLES[table].columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  const into = client.query(
    copyFrom(`copy ${quoted(table)} (${columns}) from stdin${fresh ? ' (freeze)' : ''}`),
  );
  into.end(bytes);
  await once(into, 'finish');
}

const quoted = (table: BulkTable): string => pg.escapeIdentifier(table);
