import { type Kysely, sql } from 'kysely';
import type { DB } from '../schema.ts';
import { READING } from './limits.ts';
import { BID, ITEM, LIKE } from './records.ts';

/** Records one behind the other, and where to go on; null: that was all. */
export type Page<Place> = { readonly bytes: Uint8Array; readonly next: Place | null };

/** A table that is read from its first block to its last: in the order in which it lies, which no index could give as cheaply. */
export type BlockTable = 'bid' | 'auction_like';

const BLOCKS = {
  bid: { record: BID.sql, where: `${BID.where} and at`, at: 'at' },
  auction_like: { record: LIKE.sql, where: 'liked_at', at: 'liked_at' },
} as const;

/**
 * Records of what is younger than a time, from some blocks. Of rows that are only ever added, and deleted: what is added while somebody reads
 * may be missed, and is found by its time afterwards.
 */
export async function blocksOf(
  db: Kysely<DB>,
  table: BlockTable,
  { from, count, sinceMs }: { readonly from: number; readonly count: number; readonly sinceMs: number },
): Promise<Page<number>> {
  const { record, where } = BLOCKS[table];
  const { rows } = await sql<{ bytes: Uint8Array | null; blocks: number }>`
    select (pg_relation_size(${table}::regclass) / current_setting('block_size')::int)::int as blocks,
      (select string_agg(${sql.raw(record)}, ''::bytea) from ${sql.table(table)}
       where ctid >= ${`(${from},0)`}::tid and ctid < ${`(${from + count},0)`}::tid
         and ${sql.raw(where)} >= ${new Date(sinceMs)}) as bytes`.execute(db);
  const { bytes = null, blocks = 0 } = rows[0] ?? {};
  return { bytes: bytes ?? NOTHING, next: from + count < blocks ? from + count : null };
}

/** Records from a time on, in its order; `next` is the time of the last one, with which one goes on, for others may have the same. */
export async function rowsSince(
  db: Kysely<DB>,
  table: BlockTable,
  { sinceMicros, limit }: { readonly sinceMicros: number; readonly limit: number },
): Promise<Page<number>> {
  const { record, where, at } = BLOCKS[table];
  const { rows } = await sql<{ bytes: Uint8Array | null; count: number; last: number | null }>`
    select string_agg(${sql.raw(record)}, ''::bytea) as bytes, count(*)::int as count,
      max((extract(epoch from ${sql.ref(at)}) * 1000000)::bigint) as last
    from (select * from ${sql.table(table)}
      where ${sql.raw(where)} >= timestamptz 'epoch' + ${sinceMicros}::bigint * interval '1 microsecond'
      order by ${sql.ref(at)} limit ${limit}) as page`.execute(db);
  const { bytes = null, count = 0, last = null } = rows[0] ?? {};
  return { bytes: bytes ?? NOTHING, next: count < limit ? null : last };
}

/** Records of auctions in the order of their ids: others change while they are read, and would move in any other order. */
export async function itemsAfter(db: Kysely<DB>, after: string, limit: number): Promise<Page<string>> {
  const { rows } = await sql<{ bytes: Uint8Array | null; count: number; last: string | null }>`
    select string_agg(${sql.raw(ITEM.sql)}, ''::bytea) as bytes, count(*)::int as count, max(id::text) as last
    from (select * from auction where id > ${after}::uuid order by id limit ${limit}) as page`.execute(db);
  const { bytes = null, count = 0, last = null } = rows[0] ?? {};
  return { bytes: bytes ?? NOTHING, next: count < limit ? null : last };
}

/** Records of these auctions; those that are not there any more are left out. */
export async function itemsWith(db: Kysely<DB>, ids: readonly string[]) {
  const { rows } = await sql<{ bytes: Uint8Array | null; found: string[] | null }>`
    select string_agg(${sql.raw(ITEM.sql)}, ''::bytea) as bytes, array_agg(id::text) as found
    from auction where id = any(${ids}::uuid[])`.execute(db);
  return { bytes: rows[0]?.bytes ?? NOTHING, found: rows[0]?.found ?? [] };
}

const NOTHING = new Uint8Array(0);

/** The least id there is. */
export const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** How much to read at once: more while that is quick, less when it was slow. */
export class Pace {
  size: number;
  readonly #most: number;

  constructor(first: number, most: number) {
    this.size = first;
    this.#most = most;
  }

  async timed<T>(read: (size: number) => Promise<T>): Promise<T> {
    const startedMs = performance.now();
    const result = await read(this.size);
    const tookMs = performance.now() - startedMs;
    if (tookMs < READING.pageMs / 2) this.size = Math.min(this.#most, this.size * 2);
    if (tookMs > READING.pageMs * 1.5) this.size = Math.max(1, Math.floor(this.size / 2));
    return result;
  }
}
