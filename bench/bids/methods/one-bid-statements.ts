/** The SQL of one bid: all writes in one prepared statement, so that a lock is held for as few round trips as can be. */

const logged = (from: string) => `
  insert into bid (auction_id, seq, epoch, bidder_id, bid_id, kind, points, at, outcome, took_lead, price, minimum, available,
                   bidder_age, bidder_gender)
  select $1::uuid, $2::int, $3::bigint, $4::uuid, $5::uuid, $6::text, $7::bigint, to_timestamp($8::double precision / 1000),
         $9::text, $10::boolean, $11::bigint, $12::bigint, $13::bigint,
         extract(year from age(to_timestamp($8::double precision / 1000), u."birthDate"::date)), u."gender"
  from ${from} where u."id" = $4::uuid`;

const moved = (from: string) => `
  insert into transfer (user_id, kind, points, auction_id, seq)
  select n.user_id, n.kind::movement_kind, n.points, $1::uuid, $2::int
  from ${from}unnest($14::uuid[], $15::text[], $16::bigint[]) as n (user_id, kind, points)`;

const paid = (from: string) => `
  update wallet w set available = w.available + n.available, held = w.held + n.held
  from ${from}unnest($14::uuid[], $17::bigint[], $18::bigint[]) as n (user_id, available, held)
  where w.user_id = n.user_id`;

const changed = `
  update auction set
    seq = $2::int, price = $11::bigint, ends_at = to_timestamp($19::double precision / 1000), leader_id = $20::uuid,
    leader_maximum = $21::bigint, leader_since = to_timestamp($22::double precision / 1000), accepted_bids = $23::int
  where id = $1::uuid`;

/** For whoever holds the locks. */
export const WRITE = {
  name: 'write',
  text: `with logged as (${logged('"user" u')}), moved as (${moved('')}), paid as (${paid('')}) ${changed}`,
};

/**
 * For whoever holds none: everything hangs on the auction not having moved on, and the wallets are locked in the order in which
 * everybody locks them. No row comes back when somebody was faster; a wallet that meanwhile has too little is a failed check.
 */
export const WRITE_UNLESS_MOVED_ON = {
  name: 'write-unless-moved-on',
  text: `
    with changed as (${changed} and seq = $2::int - 1 returning id),
    locked as materialized (
      select w.user_id from wallet w where w.user_id = any($14::uuid[]) and exists (select from changed)
      order by w.user_id for no key update
    ),
    logged as (${logged('changed, "user" u')}), moved as (${moved('changed, ')}),
    paid as (${paid('locked l, ')} and w.user_id = l.user_id)
    select id from changed`,
};

/** An auction with the wallets that a bid in it may touch: its bidder's and its leader's. */
export const READ_BOTH = {
  name: 'read-both',
  text: `
    select a.*, w.user_id, w.available from auction a join wallet w on w.user_id in ($2::uuid, a.leader_id)
    where a.id = $1::uuid order by w.user_id`,
};

/** The same, when the auction cannot change meanwhile: only its wallets are locked. */
export const READ_BOTH_LOCK_WALLETS = {
  name: 'read-both-lock-wallets',
  text: `${READ_BOTH.text} for no key update of w`,
};

export const LOCK_AUCTION = {
  name: 'lock-auction',
  text: 'select * from auction where id = $1::uuid for no key update',
};

export const LOCK_WALLETS = {
  name: 'lock-wallets',
  text: `
    select user_id, available from wallet where user_id = any($1::uuid[]) order by user_id for no key update`,
};
