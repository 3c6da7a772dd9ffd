import { type Kysely, sql } from 'kysely';
import type { DB } from '../schema.ts';
import { changesAfter, positionNow, summarizeNewBids } from './changes.ts';
import { READING } from './limits.ts';
import { BEFORE_ALL, type BlockTable, blocksOf, itemsAfter, itemsWith, Pace, rowsSince } from './pages.ts';

/** Something to be learned. Bytes are records as `records.ts` describes them. */
export type News =
  | { readonly kind: 'bids' | 'likes' | 'items'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** These were taken back. */
  | { readonly kind: 'removed'; readonly ids: readonly string[] }
  /** What was said of likes is no longer so: all of them follow. */
  | { readonly kind: 'forget-likes' };

const KIND = { bid: 'bids', auction_like: 'likes' } as const;

/**
 * Reads the log of bids, the likes and the items: all of it once, in pages, then only what is new. It may tell something again, but leaves
 * nothing out: what was committed late is within the overlap.
 */
export class LogReader {
  readonly #db: Kysely<DB>;
  readonly #blocks: Pace;
  readonly #rows: Pace;
  #position = 0;
  #summarizeAtMs = 0;
  /** Up to when each was read, by the database's clock. */
  readonly #readMicros = { bid: 0, auction_like: 0 };

  constructor(db: Kysely<DB>, limits: Partial<typeof READING> = {}) {
    const { firstBlocks, mostBlocks, firstPage, largestPage } = { ...READING, ...limits };
    this.#db = db;
    this.#blocks = new Pace(firstBlocks, mostBlocks);
    this.#rows = new Pace(firstPage, largestPage);
  }

  /** Everything that is younger than a time, and all items. */
  async *all(sinceMs: number): AsyncGenerator<News> {
    yield* this.allItems();
    yield* this.#allOf('bid', sinceMs);
    yield* this.#allOf('auction_like', sinceMs);
  }

  async *allItems(): AsyncGenerator<News> {
    // Before, because what changes meanwhile is told by the feed afterwards.
    this.#position = await positionNow(this.#db);
    for (let after: string | null = BEFORE_ALL; after !== null; ) {
      const from: string = after;
      const page = await this.#rows.timed((size) => itemsAfter(this.#db, from, size));
      yield { kind: 'items', bytes: owned(page.bytes) };
      after = page.next;
    }
  }

  /** All likes again, without those that were taken back. */
  async *allLikes(sinceMs: number): AsyncGenerator<News> {
    yield { kind: 'forget-likes' };
    yield* this.#allOf('auction_like', sinceMs);
  }

  /** What became of items. */
  async *changes(): AsyncGenerator<News> {
    for (;;) {
      const changes = await changesAfter(this.#db, this.#position);
      if (changes === undefined) return yield* this.allItems();
      const { ids, position, more } = changes;
      if (ids.length > 0) yield* this.#itemsWith(ids);
      this.#position = position;
      if (!more) return;
    }
  }

  async *newBids(): AsyncGenerator<News> {
    if (performance.now() >= this.#summarizeAtMs) {
      await summarizeNewBids(this.#db);
      this.#summarizeAtMs = performance.now() + READING.summarizeMs;
    }
    yield* this.#newOf('bid');
  }

  async *newLikes(): AsyncGenerator<News> {
    yield* this.#newOf('auction_like');
  }

  async *#allOf(table: BlockTable, sinceMs: number): AsyncGenerator<News> {
    const startedMicros = await this.#nowMicros();
    for (let from: number | null = 0; from !== null; ) {
      const start: number = from;
      const page = await this.#blocks.timed((count) =>
        blocksOf(this.#db, table, { from: start, count, sinceMs }),
      );
      if (page.bytes.length > 0) yield { kind: KIND[table], bytes: owned(page.bytes) };
      from = page.next;
    }
    this.#readMicros[table] = startedMicros;
  }

  async *#newOf(table: BlockTable): AsyncGenerator<News> {
    const startedMicros = await this.#nowMicros();
    let least = 1;
    for (let from: number | null = this.#readMicros[table] - READING.lateMs * 1_000; from !== null; ) {
      const sinceMicros: number = from;
      const page = await this.#rows.timed((size) =>
        rowsSince(this.#db, table, { sinceMicros, limit: Math.max(size, least) }),
      );
      if (page.bytes.length > 0) yield { kind: KIND[table], bytes: owned(page.bytes) };
      // A whole page of one instant would be read for ever.
      least = page.next === sinceMicros ? Math.max(2 * this.#rows.size, least * 2) : 1;
      from = page.next;
    }
    this.#readMicros[table] = startedMicros;
  }

  async *#itemsWith(ids: readonly string[]): AsyncGenerator<News> {
    const { bytes, found } = await itemsWith(this.#db, ids);
    const there = new Set(found);
    const removed = ids.filter((id) => !there.has(id));
    if (removed.length > 0) yield { kind: 'removed', ids: removed };
    if (bytes.length > 0) yield { kind: 'items', bytes: owned(bytes) };
  }

  async #nowMicros(): Promise<number> {
    const { rows } = await sql<{ now: number }>`
      select (extract(epoch from clock_timestamp()) * 1000000)::bigint as now`.execute(this.#db);
    return rows[0]?.now ?? 0;
  }
}

/** Memory of its own, which may be handed to another thread: drivers lend from a pool. */
const owned = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
