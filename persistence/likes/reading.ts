import { type Kysely, sql } from 'kysely';
import type { AuctionId, UserId } from '../../auction/auction.ts';
import { cardText } from '../catalogue/card-text.ts';
import type { FoundCard } from '../catalogue/overlay.ts';
import { Statement } from '../catalogue/statement.ts';
import { type PageOf, pageOf, type TimeKey } from '../cursor.ts';
import type { DB } from '../schema.ts';
import type { WantedLike } from './wanted.ts';

/** As the database has it; undefined: there is no such auction. */
export type Look = { readonly liked: boolean; readonly likes: number } | undefined;

/** Whether these people like these auctions, and how many do: many questions, one query, answered in their order. */
export async function lookAt(
  db: Kysely<DB>,
  asked: readonly Pick<WantedLike, 'auctionId' | 'userId'>[],
): Promise<Look[]> {
  const { rows } = await sql<{ likes: number | null; liked: boolean }>`
    select c.likes, l.user_id is not null as liked
    from unnest(
      ${asked.map(({ auctionId }) => auctionId)}::uuid[], ${asked.map(({ userId }) => userId)}::uuid[]
    ) with ordinality as n (auction_id, user_id, position)
    left join catalogue c on c.auction_id = n.auction_id
    left join auction_like l on l.auction_id = n.auction_id and l.user_id = n.user_id
    order by n.position`.execute(db);
  return rows.map(({ likes, liked }) => (likes === null ? undefined : { likes, liked }));
}

export async function isLiked(db: Kysely<DB>, auctionId: AuctionId, userId: UserId): Promise<boolean> {
  const [look] = await lookAt(db, [{ auctionId, userId }]);
  return look?.liked === true;
}

/** What somebody likes, the latest first. */
export async function likedBy(
  db: Kysely<DB>,
  userId: UserId,
  { after, limit, nowMs }: { after: TimeKey | undefined; limit: number; nowMs: number },
): Promise<PageOf<FoundCard>> {
  const statement = new Statement();
  const card = cardText(`${statement.bind(nowMs)}::bigint`);
  const beyond =
    after === undefined
      ? ''
      : ` and (l.liked_at, l.auction_id) <
          (timestamptz 'epoch' + ${statement.bind(after[0])}::bigint * interval '1 microsecond', ${statement.bind(after[1])}::uuid)`;
  const rows = await statement.rows<FoundCard & { readonly micros: number }>(
    db,
    `select l.auction_id as id, (extract(epoch from l.liked_at) * 1000000)::bigint as micros, ${card} as card
     from auction_like l join catalogue c on c.auction_id = l.auction_id
     where l.user_id = ${statement.bind(userId)}${beyond}
     order by l.liked_at desc, l.auction_id desc limit ${limit + 1}`,
  );
  return pageOf(
    rows,
    limit,
    ({ micros, id }) => [micros, id],
    (row) => row,
  );
}
