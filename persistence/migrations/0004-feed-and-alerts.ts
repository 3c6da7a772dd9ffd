import { type Kysely, sql } from 'kysely';

const STATEMENTS = [
  // One row per transaction that had something to tell, its events in their order. Positions in the feed are given later, by one
  // transaction at a time, so that they appear in their order: whoever has read up to one never finds an earlier one afterwards.
  `create table feed_batch (
    id bigint generated always as identity primary key,
    events json not null,
    event_count integer not null check (event_count >= 1),
    written_at timestamptz not null default now(),
    last_position bigint
  )`,
  `create index feed_batch_waiting on feed_batch (id) where last_position is null`,
  `create unique index feed_batch_numbered on feed_batch (last_position) where last_position is not null`,

  // One row: the last position given, and up to where events and alerts were deleted because they are old.
  `create table feed (
    one boolean primary key default true check (one),
    head bigint not null default 0,
    events_gone bigint not null default 0 check (events_gone <= head),
    alerts_gone bigint not null default 0 check (alerts_gone <= head)
  )`,
  `insert into feed default values`,

  // Which ends were announced as near.
  `create table ending_told (auction_id uuid primary key references auction (id) on delete cascade)`,

  `create type subscription_reason as enum ('selling', 'bidding', 'asked')`,
  // Who hears of an auction; not wanted: said no, which taking part does not undo.
  `create table auction_subscription (
    auction_id uuid not null references auction (id) on delete cascade,
    user_id uuid not null references "user" ("id"),
    reason subscription_reason not null,
    wanted boolean not null default true,
    at timestamptz not null default now(),
    primary key (auction_id, user_id)
  )`,
  `create index auction_subscription_of_user on auction_subscription (user_id, at desc, auction_id desc)`,

  `create type kept_alert as enum ('outbid', 'ending_soon', 'won', 'lost', 'sold', 'unsold', 'ended', 'cancelled')`,
  // The id is the position of the event that caused it. Without foreign keys: written by the thousand, and only from events.
  `create table alert (
    id bigint not null,
    user_id uuid not null,
    kind kept_alert not null,
    auction_id uuid not null,
    title text not null,
    event json not null,
    at timestamptz not null default now(),
    primary key (user_id, id)
  )`,
  `create index alert_by_position on alert (id)`,
  // Up to which alert somebody has read.
  `create table alert_read (user_id uuid primary key references "user" ("id"), up_to bigint not null)`,

  // Somebody's browser, as the Push API describes it. Who signs in there last has it.
  `create table push_endpoint (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references "user" ("id"),
    address text not null unique check (length(address) <= 2000),
    p256dh text not null check (length(p256dh) <= 200),
    auth text not null check (length(auth) <= 100),
    added_at timestamptz not null default now()
  )`,
  `create index push_endpoint_of_user on push_endpoint (user_id)`,
  // Which kinds are to be sent which way. Without a row: nothing by e-mail, everything to browsers that were registered for it.
  `create table notice_preference (
    user_id uuid primary key references "user" ("id"),
    email kept_alert[] not null,
    push kept_alert[] not null
  )`,
  // What is to be sent, at most one of a kind about an auction to one target, which is 'email' or a push endpoint: a later one takes the
  // place of what was not sent yet. Sent ones stay a while, so that the next does not follow too soon.
  `create table notice (
    user_id uuid not null references "user" ("id"),
    auction_id uuid not null,
    kind kept_alert not null,
    target text not null,
    alert_id bigint not null,
    due_at timestamptz,
    attempts integer not null default 0,
    sent_at timestamptz,
    primary key (user_id, auction_id, kind, target)
  )`,
  `create index notice_due on notice (due_at) where due_at is not null`,

  // What was liked lately, for the recommender: a summary per block, as of bids.
  `create index auction_like_recent on auction_like using brin (liked_at) with (pages_per_range = 32)`,
];

/** Whoever takes part in what is not over: from now on taking part subscribes. */
const BACKFILL = [
  `insert into auction_subscription (auction_id, user_id, reason, at)
   select id, seller_id, 'selling', listed_at from auction where ending is null`,
  `insert into auction_subscription (auction_id, user_id, reason, at)
   select b.auction_id, b.bidder_id, 'bidding', min(b.at) from bid b join auction a on a.id = b.auction_id
   where a.ending is null and b.outcome = 'accepted' group by b.auction_id, b.bidder_id`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...STATEMENTS, ...BACKFILL]) await sql.raw(statement).execute(db);
}
