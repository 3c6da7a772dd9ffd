import { type Kysely, sql } from 'kysely';

/**
 * What a broken invariant would look like cannot be stored: balances are never negative, a movement runs between the two accounts of
 * its kind, an auction has one ending or none, a bid id is decided once, one log entry causes each kind of movement at most once.
 */
const STATEMENTS = [
  `create table wallet (
    user_id uuid primary key references "user" ("id"),
    available bigint not null default 0 check (available >= 0),
    held bigint not null default 0 check (held >= 0)
  ) with (fillfactor = 50)`,

  // A wallet exists from the moment its owner does, whoever creates the account.
  `create function open_wallet() returns trigger language plpgsql as $$
    begin insert into wallet (user_id) values (new."id"); return null; end $$`,
  `create trigger open_wallet after insert on "user" for each row execute function open_wallet()`,

  `create type auction_ending as enum ('sold', 'unsold', 'cancelled')`,
  `create type unsold_reason as enum ('no_bids', 'reserve_not_met')`,
  `create table auction (
    id uuid primary key default gen_random_uuid(),
    seller_id uuid not null references "user" ("id"),
    title text not null check (length(title) between 1 and 120),
    description text not null check (length(description) <= 10000),
    listed_at timestamptz not null default now(),

    start_price bigint not null check (start_price >= 1),
    reserve_price bigint check (reserve_price >= start_price),
    buy_now_price bigint check (buy_now_price > start_price and buy_now_price >= coalesce(reserve_price, 0)),
    ladder jsonb not null,
    soft_close jsonb,
    fee_basis_points integer not null check (fee_basis_points between 0 and 10000),
    starts_at timestamptz not null,
    planned_ends_at timestamptz not null check (planned_ends_at > starts_at),

    epoch bigint not null default 0 check (epoch >= 0),
    seq integer not null default 0 check (seq >= 0),
    ends_at timestamptz not null check (ends_at >= planned_ends_at),
    price bigint not null check (price >= start_price),
    leader_id uuid references "user" ("id") check (leader_id <> seller_id),
    leader_maximum bigint check (leader_maximum >= price),
    leader_since timestamptz,
    accepted_bids integer not null default 0 check (accepted_bids >= 0),
    check ((leader_id is null) = (accepted_bids = 0)),
    check ((leader_id is null) = (leader_maximum is null) and (leader_id is null) = (leader_since is null)),

    ending auction_ending,
    unsold_reason unsold_reason check ((unsold_reason is not null) = (coalesce(ending, 'sold') = 'unsold')),
    winner_id uuid check ((winner_id is not null) = (coalesce(ending, 'unsold') = 'sold')),
    closed_at timestamptz check ((closed_at is null) = (ending is null)),
    closed_seq integer check ((closed_seq is null) = (ending is null)),
    check (winner_id is null or winner_id = leader_id),
    check (reserve_price is null or ending is distinct from 'sold' or price >= reserve_price)
  ) with (fillfactor = 50)`,
  // The catalogue's newest-first list, one's own items, one's wins, and what is due.
  `create index auction_newest on auction (listed_at desc, id desc)`,
  `create index auction_of_seller on auction (seller_id, listed_at desc, id desc)`,
  `create index auction_won_by on auction (winner_id, closed_at desc, id desc) where winner_id is not null`,
  `create index auction_due on auction (ends_at) where ending is null`,

  // `bid` and `transfer` carry no foreign keys: checking each row took half of a settlement's time. Both are only ever written in the
  // transaction that holds the locks on their auction and wallets, and the audit looks for strays.
  `create table bid (
    auction_id uuid not null,
    seq integer not null check (seq >= 1),
    epoch bigint not null,
    bidder_id uuid not null,
    bid_id uuid not null,
    kind text not null check (kind in ('plain', 'maximum', 'buy_now')),
    points bigint not null check (points >= 1),
    at timestamptz not null,
    outcome text not null,
    took_lead boolean not null,
    price bigint not null,
    minimum bigint not null,
    available bigint not null,
    bidder_age smallint not null,
    bidder_gender text not null,
    primary key (auction_id, seq)
  )`,
  // A re-used id is logged as well, but never decides anything.
  `create unique index bid_decided_once on bid (bidder_id, bid_id) where outcome <> 'duplicate_bid_id'`,

  // One's own bids, newest first.
  `create index bid_of_bidder on bid (bidder_id, at desc, auction_id desc, seq desc)`,

  `create type ledger_account as enum ('world', 'available', 'held', 'clearing', 'fees')`,
  `create type movement_kind as enum ('charge', 'hold', 'release', 'capture', 'payout', 'fee')`,
  `create table transfer (
    id bigint generated always as identity,
    user_id uuid not null,
    kind movement_kind not null,
    debit ledger_account not null generated always as (case kind
      when 'charge' then 'world'::ledger_account when 'hold' then 'available' when 'release' then 'held'
      when 'capture' then 'held' when 'payout' then 'clearing' else 'available' end) stored,
    credit ledger_account not null generated always as (case kind
      when 'charge' then 'available'::ledger_account when 'hold' then 'held' when 'release' then 'available'
      when 'capture' then 'clearing' when 'payout' then 'available' else 'fees' end) stored,
    points bigint not null check (points > 0),
    auction_id uuid,
    seq integer,
    at timestamptz not null default now(),
    primary key (user_id, id),
    check ((kind = 'charge') = (auction_id is null) and (auction_id is null) = (seq is null))
  )`,
  // An auction is paid for once. Holds and releases are as unique as the log entry whose statement writes them.
  `create unique index transfer_settles_once on transfer (auction_id, kind) where kind in ('capture', 'payout', 'fee')`,

  `create table charge (
    user_id uuid not null references wallet (user_id),
    idempotency_key text not null check (length(idempotency_key) between 1 and 100),
    points bigint not null check (points > 0),
    at timestamptz not null default now(),
    primary key (user_id, idempotency_key)
  )`,

  // What a house must keep over restarts although nobody configured it, such as generated secrets.
  `create table setting (name text primary key, value text not null)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
