/** A generated history in a database: its people, its auctions, and whoever settles its letters there. */
import type fc from 'fast-check';
import { sql } from 'kysely';
import { expect } from 'vitest';
import type { FeedEvent, NumberedEvent } from '../../../auction/feed.ts';
import { keysOf, type Letter, settleLetters } from '../../../auction/settlement.ts';
import { numberWaiting } from '../../../persistence/feed/numbering.ts';
import { eventsAfter, feedPosition } from '../../../persistence/feed/reading.ts';
import { type anyHistory, CLOSE_ALL } from '../../auction/generated.ts';
import type { Stage } from '../../support/stage.ts';

export const NO_CHANNELS = { email: false, push: false };

type History = typeof anyHistory extends fc.Arbitrary<infer H> ? H : never;

/** Lists the auctions of a history, and says which letters each is to settle. */
export async function move(stage: Stage, { house: open, letters }: History) {
  const house = open();
  const people = new Map<string, string>();
  for (const [name, { available }] of house.wallets) people.set(name, await stage.person(available));
  const person = (name: string): string => {
    const id = people.get(name);
    if (id === undefined) throw new Error(`nobody is called ${name}`);
    return id;
  };
  const auctions: { id: string; letters: Letter[] }[] = [];
  for (const { auction } of house.states.values()) {
    const id = await stage.auction(person(auction.sellerId), auction.terms);
    const own = [...letters, ...CLOSE_ALL].filter(({ auctionId }) => auctionId === auction.id);
    auctions.push({
      id,
      letters: own.map(({ request }) => ({
        auctionId: id,
        request:
          request.kind === 'bid'
            ? { ...request, bidderId: person(request.bidderId), bidId: idOf(request.bidId) }
            : request,
      })),
    });
  }
  return { people: [...people.values()], auctions };
}

const idOf = (number: string) => `00000000-0000-4000-8000-${number.padStart(12, '0')}`;

/** Takes the auction over and settles these letters of it. */
export async function settleAnew({ store }: Stage, letters: readonly Letter[]): Promise<void> {
  const [first] = letters;
  if (first === undefined) return;
  const taken = await store.own(first.auctionId);
  if (taken === undefined) throw new Error('the auction is gone');
  const owned = new Map([[first.auctionId, taken.state]]);
  await store.settle(keysOf(letters, owned), (facts) => settleLetters(letters, owned, facts).writes);
}

/** Numbers until nothing waits. */
export async function numberAll({ db }: Stage): Promise<void> {
  while ((await numberWaiting(db, NO_CHANNELS)) > 0);
}

/** From here on, commits that wrote this way fail as often as this. */
export async function failCommits({ db }: Stage, table: string, when: string, condition: string) {
  const name = `fail_${table}`;
  await sql
    .raw(`create or replace function ${name}() returns trigger language plpgsql as $$
      begin if ${condition} then raise exception 'died before its commit'; end if; return null; end $$`)
    .execute(db);
  await sql
    .raw(`create constraint trigger ${name} after ${when} on ${table} deferrable initially deferred
      for each row execute function ${name}()`)
    .execute(db);
  return () => sql.raw(`drop function ${name} cascade`).execute(db);
}

/** Ends connections in the middle of what they do, about so many of them. */
export async function killSome({ db }: Stage, share: number): Promise<void> {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle' and random() < ${share}::float8`
    .execute(db)
    .catch(() => {});
}

/** Follows the feed as another system would, a few events at a time; whatever was skipped would be missed. */
export async function followed(
  { db }: Stage,
  from: number,
  isOver: () => boolean,
): Promise<readonly NumberedEvent[]> {
  const seen: NumberedEvent[] = [];
  for (;;) {
    const last = isOver();
    const events = await eventsAfter(db, from + seen.length, 3).catch(() => []);
    for (const one of events) {
      expect(one.position).toBe(from + seen.length + 1);
      seen.push(one);
    }
    if (last && events.length === 0) return seen;
  }
}

/** All events after a position, which must be 1, 2, 3 … from there to the head. */
export async function wholeFeed({ db }: Stage, from: number): Promise<readonly FeedEvent[]> {
  const numbered = await eventsAfter(db, from, 1_000_000);
  const { head } = await feedPosition(db);
  expect(numbered.map(({ position }) => position)).toEqual(
    Array.from({ length: head - from }, (_, index) => from + 1 + index),
  );
  return numbered.map(({ event }) => event);
}
