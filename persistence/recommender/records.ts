import type { Gender } from '../../auction/api.ts';
import { CATEGORY_IDS } from '../../auction/categories.ts';

/**
 * What the recommender reads comes as bytes, record after record, numbers in network order: a tenth of the work of rows, and it can be
 * handed to another thread as it is. Each record's SQL stands beside its places, so that they cannot drift apart unseen.
 */

/** In this order: the number in a record is the place in the list. */
export const RECORD_GENDERS: readonly Gender[] = ['undisclosed', 'female', 'male', 'other'];

/** Refused, but wanted: they were too poor, too low, too early or too late. */
const WANTED = ['insufficient_points', 'below_minimum', 'not_started', 'ended'];

const literals = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(', ');
const numbered = (column: string, texts: readonly string[]): string =>
  `int2send((case ${column} ${texts.map((text, n) => `when '${text}' then ${n}`).join(' ')} else 0 end)::smallint)`;
const seconds = (column: string): string => `int4send(coalesce(extract(epoch from ${column}), 0)::int)`;
const milliseconds = (column: string): string => `float8send((extract(epoch from ${column}) * 1000)::float8)`;

export const BID = {
  bytes: 42,
  at: { auctionId: 0, bidderId: 16, seconds: 32, age: 36, gender: 38, accepted: 40 },
  sql: `uuid_send(auction_id) || uuid_send(bidder_id) || ${seconds('at')} || int2send(bidder_age)
    || ${numbered('bidder_gender', RECORD_GENDERS)} || int2send((outcome = 'accepted')::int::smallint)`,
  /** Only these say anything. */
  where: `outcome in ('accepted', ${literals(WANTED)})`,
} as const;

export const LIKE = {
  bytes: 36,
  at: { auctionId: 0, userId: 16, seconds: 32 },
  sql: `uuid_send(auction_id) || uuid_send(user_id) || ${seconds('liked_at')}`,
} as const;

/** Followed by the title in UTF-8. */
export const ITEM = {
  bytes: 78,
  at: {
    auctionId: 0,
    sellerId: 16,
    winnerId: 32,
    closedSeconds: 48,
    startsAtMs: 52,
    endsAtMs: 60,
    category: 68,
    over: 70,
    sold: 72,
    titleBytes: 74,
  },
  sql: `uuid_send(id) || uuid_send(seller_id) || uuid_send(coalesce(winner_id, seller_id)) || ${seconds('closed_at')}
    || ${milliseconds('starts_at')} || ${milliseconds('ends_at')} || ${numbered('category', CATEGORY_IDS)}
    || int2send((ending is not null)::int::smallint) || int2send((winner_id is not null)::int::smallint)
    || int4send(octet_length(convert_to(title, 'UTF8'))) || convert_to(title, 'UTF8')`,
} as const;
