import { type Kysely, sql } from 'kysely';

/**
 * What lists are made of. Bids never wait for any of it: it follows the auctions by batches, so its tables are apart from theirs.
 * Which index serves which list stands in `persistence/catalogue/sorts.ts`; `test/persistence/plans.test.ts` keeps every plan.
 */
const STATEMENTS = [
  `create extension if not exists pg_trgm`,
  `create type auction_category as enum ('electronics', 'fashion', 'furniture', 'home-appliances', 'sports', 'car', 'art', 'jewelry',
    'music-instruments', 'other')`,
  `alter table auction add column category auction_category not null default 'other'`,

  // Files lie in the image store under the id, and never without a row: it is there before them, and goes after them. Until they are all
  // there it is not ready. Width and height are those of the full size.
  `create table image (
    id uuid primary key,
    owner_id uuid not null references "user" ("id"),
    width integer not null check (width > 0),
    height integer not null check (height > 0),
    uploaded_at timestamptz not null default now(),
    ready boolean not null default false
  )`,
  `create index image_of_owner on image (owner_id, uploaded_at)`,
  `create table auction_image (
    auction_id uuid not null references auction (id) on delete cascade,
    position smallint not null check (position between 0 and 9),
    image_id uuid not null references image (id),
    primary key (auction_id, position)
  )`,
  `create index auction_image_use on auction_image (image_id)`,

  `create table auction_like (
    auction_id uuid not null references auction (id) on delete cascade,
    user_id uuid not null references "user" ("id"),
    liked_at timestamptz not null default now(),
    primary key (auction_id, user_id)
  )`,
  `create index auction_like_of_user on auction_like (user_id, liked_at desc, auction_id desc)`,

  // One row per auction: what is sorted and filtered by, beside the beginning of its card: JSON without the closing brace, to be
  // passed through unparsed. Times are numbers, because what a card says of them is arithmetic. seq is the log entry that the row shows, so that an older one never overwrites it.
  `create table catalogue (
    auction_id uuid primary key references auction (id) on delete cascade,
    seller_id uuid not null,
    category auction_category not null,
    listed_at_us bigint not null,
    starts_at_ms bigint not null,
    ends_at_ms bigint not null,
    ends_at_text text not null,
    ending auction_ending,
    open boolean not null generated always as (ending is null) stored,
    price bigint not null,
    bids integer not null default 0,
    likes integer not null default 0 check (likes >= 0),
    watchers integer not null default 0 check (watchers >= 0),
    watched_at_ms bigint not null default 0,
    seq integer not null default 0,
    folded text not null,
    card_head text not null
  ) with (fillfactor = 80)`,
  `create index catalogue_newest on catalogue (listed_at_us, auction_id)`,
  `create index catalogue_price on catalogue (price, auction_id)`,
  `create index catalogue_likes on catalogue (likes, auction_id)`,
  `create index catalogue_bids on catalogue (bids, auction_id)`,
  `create index catalogue_ending on catalogue (ends_at_ms, auction_id) where open`,
  `create index catalogue_starting on catalogue (starts_at_ms, auction_id) where open`,
  `create index catalogue_category_newest on catalogue (open, category, listed_at_us, auction_id)`,
  `create index catalogue_category_price on catalogue (open, category, price, auction_id)`,
  `create index catalogue_category_likes on catalogue (open, category, likes, auction_id)`,
  `create index catalogue_category_bids on catalogue (open, category, bids, auction_id)`,
  `create index catalogue_category_ending on catalogue (open, category, ends_at_ms, auction_id) include (starts_at_ms)`,
  `create index catalogue_category_starting on catalogue (open, category, starts_at_ms, auction_id)`,
  `create index catalogue_of_seller on catalogue (seller_id)`,

  // Apart, because a price that changes must not touch these indices: they are the dearest to write. When it was listed is here, too, so
  // that hits can be sorted where they are found.
  `create table catalogue_words (
    auction_id uuid primary key references auction (id) on delete cascade,
    listed_at_us bigint not null,
    folded text not null,
    grams text[] not null
  )`,
  `create index catalogue_words_trigrams on catalogue_words using gin (folded gin_trgm_ops)`,
  `create index catalogue_words_grams on catalogue_words using gin (grams)`,

  // What was bid on lately. Bids arrive in the order of time, so a summary per block is enough, and costs a bid nothing.
  `create index bid_recent on bid using brin (at) with (pages_per_range = 32)`,
];

/** Auctions listed before there was a catalogue. */
const BACKFILL = [
  `insert into catalogue (auction_id, seller_id, category, listed_at_us, starts_at_ms, ends_at_ms, ends_at_text, ending, price, bids, seq,
                          folded, card_head)
   select a.id, a.seller_id, a.category, (extract(epoch from a.listed_at) * 1000000)::bigint,
     (extract(epoch from a.starts_at) * 1000)::bigint, (extract(epoch from a.ends_at) * 1000)::bigint, iso(a.ends_at), a.ending, a.price,
     a.accepted_bids, a.seq, lower(normalize(a.title, nfkc)),
     left(json_build_object('id', a.id, 'title', a.title, 'category', a.category, 'imageUrl', null, 'sellerId', a.seller_id,
       'sellerName', u."name", 'startPricePoints', a.start_price, 'startsAt', iso(a.starts_at), 'listedAt', iso(a.listed_at))::text, -1)
   from auction a join "user" u on u."id" = a.seller_id`,
  `insert into catalogue_words (auction_id, listed_at_us, folded, grams)
   select c.auction_id, c.listed_at_us, c.folded, coalesce(array_agg(distinct gram) filter (where gram is not null), '{}')
   from catalogue c
   left join lateral (
     select substr(word, at, size) as gram
     from regexp_split_to_table(c.folded, '\\s+') as word, generate_series(1, length(word)) as at, generate_series(1, 2) as size
     where at + size - 1 <= length(word) and (size = 2 or length(word) = 1 or ascii(substr(word, at, 1)) > 127)
   ) as pieces on true
   group by c.auction_id, c.listed_at_us, c.folded`,
];

const ISO = `create function iso(timestamptz) returns text language sql stable as
  $$ select to_char($1 at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$`;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...STATEMENTS, ISO, ...BACKFILL, 'drop function iso(timestamptz)']) {
    await sql.raw(statement).execute(db);
  }
}
