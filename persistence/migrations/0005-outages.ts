import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // One row: when any process of the house was last known to be able to write.
  `create table house_pulse (
    one boolean primary key default true check (one),
    at timestamptz not null default clock_timestamp()
  )`,
  `insert into house_pulse default values`,

  // Times in which nobody could bid anywhere.
  `create table outage (
    id bigint generated always as identity primary key,
    since timestamptz not null,
    until timestamptz not null check (until > since)
  )`,
  `create index outage_last on outage (until)`,

  // Ends that were moved because they fell into one: entries of the auction's log that are no bids. Without foreign keys, like the log.
  `create table prolongation (
    auction_id uuid not null,
    seq integer not null check (seq >= 1),
    at timestamptz not null,
    ends_at timestamptz not null check (ends_at > at),
    primary key (auction_id, seq)
  )`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
