import { type Kysely, sql } from 'kysely';
import type { AuctionId } from '../../auction/auction.ts';
import type { OwnedState } from '../../auction/records.ts';
import type { DB } from '../schema.ts';
import { WATCHED_FOR_MS } from './card-text.ts';
import { catchUp, catchUpOnAll } from './catching-up.ts';

/** News is gathered for so long, then written at once: a card is never further behind than this and one statement. */
const GATHER_MS = 300;
/** Rows of one statement: 20 to 30 ms of work. */
const ROWS_AT_ONCE = 500;
/** What a crash kept from being written is looked for this often. */
const CATCH_UP_MS = 60_000;

type Log = { warn(details: object, message: string): void };
type Watching = { readonly watchers: number; readonly toldAtMs: number };

/**
 * Keeps the cards up with the rooms. A commit only leaves its outcome here; bids wait for nothing, and however many there are, an auction's
 * row is written at most about three times a second.
 */
export function openCardNews(db: Kysely<DB>, clock: { nowMs(): number }, log: Log) {
  let changed = new Map<AuctionId, OwnedState>();
  let watched = new Map<AuctionId, number>();
  const told = new Map<AuctionId, Watching>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let stopped = false;

  const soon = () => {
    timer ??= setTimeout(() => void flush(), GATHER_MS);
  };

  /** Resolves when everything said so far is written, or was tried. */
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  };

  const write = async () => {
    const [states, watchers] = [changed, watched];
    [changed, watched] = [new Map(), new Map()];
    try {
      for (const batch of batches([...states.values()])) await writeStates(db, batch);
      for (const batch of batches([...watchers])) await writeWatchers(db, batch, clock.nowMs());
    } catch (error) {
      log.warn({ err: error, auctions: states.size }, 'cards were not brought up to date; trying again');
      // What came in meanwhile is newer.
      changed = new Map([...states, ...changed]);
      watched = new Map([...watchers, ...watched]);
      if (!stopped) soon();
    }
  };

  const lookBack = (all: boolean) =>
    (all ? catchUpOnAll(db) : catchUp(db, clock.nowMs())).catch((error: unknown) =>
      log.warn({ err: error }, 'cards were not compared with their auctions; trying again later'),
    );
  writing = lookBack(true).then(() => undefined);
  const looking = setInterval(() => void lookBack(false), CATCH_UP_MS);

  return {
    /** These were committed. */
    changed(states: readonly OwnedState[]): void {
      for (const state of states) changed.set(state.auction.id, state);
      if (states.length > 0) soon();
    },

    /** To be called now and then, also when nothing has changed: a number that is not repeated is forgotten. */
    watched(auctionId: AuctionId, watchers: number): void {
      const before = told.get(auctionId);
      const nowMs = clock.nowMs();
      if (before?.watchers === watchers && nowMs - before.toldAtMs < WATCHED_FOR_MS / 3) return;
      if (watchers === 0) told.delete(auctionId);
      else told.set(auctionId, { watchers, toldAtMs: nowMs });
      if (before === undefined && watchers === 0) return;
      watched.set(auctionId, watchers);
      soon();
    },

    flush,

    async stop(): Promise<void> {
      stopped = true;
      clearInterval(looking);
      await flush();
    },
  };
}

function* batches<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += ROWS_AT_ONCE) yield all.slice(at, at + ROWS_AT_ONCE);
}

/** In the order of ids, as everybody who changes several rows does, and never over what a later log entry has shown. */
async function writeStates(db: Kysely<DB>, states: readonly OwnedState[]): Promise<void> {
  const of = <V>(value: (state: OwnedState) => V) => states.map(value);
  await sql`
    with ours as (
      select auction_id from catalogue where auction_id = any(${of(({ auction }) => auction.id)}::uuid[])
      order by auction_id for no key update
    )
    update catalogue c set price = n.price, bids = n.bids, ends_at_ms = n.ends_at_ms, ends_at_text = n.ends_at_text,
      ending = n.ending::auction_ending, seq = n.seq
    from ours, unnest(
      ${of(({ auction }) => auction.id)}::uuid[], ${of(({ auction }) => auction.pricePoints)}::bigint[],
      ${of(({ auction }) => auction.acceptedBids)}::int[], ${of(({ auction }) => auction.endsAtMs)}::bigint[],
      ${of(({ auction }) => new Date(auction.endsAtMs).toISOString())}::text[],
      ${of(({ auction }) => auction.ending?.kind ?? null)}::text[], ${of(({ seq }) => seq)}::int[]
    ) as n (id, price, bids, ends_at_ms, ends_at_text, ending, seq)
    where c.auction_id = ours.auction_id and n.id = c.auction_id and c.seq < n.seq`.execute(db);
}

async function writeWatchers(
  db: Kysely<DB>,
  watched: readonly (readonly [AuctionId, number])[],
  nowMs: number,
): Promise<void> {
  const ids = watched.map(([auctionId]) => auctionId);
  await sql`
    with ours as (
      select auction_id from catalogue where auction_id = any(${ids}::uuid[]) order by auction_id for no key update
    )
    update catalogue c set watchers = n.watchers, watched_at_ms = ${nowMs}
    from ours, unnest(${ids}::uuid[], ${watched.map(([, watchers]) => watchers)}::int[]) as n (id, watchers)
    where c.auction_id = ours.auction_id and n.id = c.auction_id`.execute(db);
}
