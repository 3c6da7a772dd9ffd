/** People and auctions to like, and what the database holds of it. */
import { expect } from 'vitest';
import { lookAt } from '../../persistence/likes/reading.ts';
import type { WantedLike } from '../../persistence/likes/wanted.ts';
import type { Stage } from '../support/stage.ts';

export type Crowd = Awaited<ReturnType<typeof gather>>;

export async function gather(stage: Stage, size: { people: number; auctions: number }) {
  const seller = await stage.person();
  const people: string[] = [];
  const auctions: string[] = [];
  while (people.length < size.people) people.push(await stage.person());
  while (auctions.length < size.auctions) auctions.push(await stage.auction(seller));
  return {
    seller,
    people,
    auctions,
    like: (auction: number, person: number, liked = true): WantedLike => ({
      auctionId: auctions[auction] ?? '',
      userId: people[person] ?? '',
      liked,
      atMs: Date.now(),
    }),
  };
}

/** Likes as a set of pairs: what must be true whatever happened. */
export class NaiveLikes {
  readonly pairs = new Set<string>();

  want({ auctionId, userId, liked }: WantedLike): void {
    if (liked) this.pairs.add(`${auctionId} ${userId}`);
    else this.pairs.delete(`${auctionId} ${userId}`);
  }

  count(auctionId: string): number {
    return [...this.pairs].filter((pair) => pair.startsWith(auctionId)).length;
  }
}

/** The database holds exactly these likes, and every count is that of its likes. */
export async function expectStored({ db }: Stage, { auctions }: Crowd, naive: NaiveLikes): Promise<void> {
  const likes = await db
    .selectFrom('auction_like')
    .select(['auction_id', 'user_id'])
    .where('auction_id', 'in', auctions)
    .execute();
  expect(likes.map((like) => `${like.auction_id} ${like.user_id}`).toSorted()).toEqual(
    [...naive.pairs].filter((pair) => auctions.includes(pair.slice(0, 36))).toSorted(),
  );
  const counts = await db
    .selectFrom('catalogue')
    .select(['auction_id', 'likes'])
    .where('auction_id', 'in', auctions)
    .execute();
  expect(Object.fromEntries(counts.map((row) => [row.auction_id, row.likes]))).toEqual(
    Object.fromEntries(auctions.map((id) => [id, naive.count(id)])),
  );
}

/** An auction's likes in the database, -1 where there is none. */
export async function storedCount({ db }: Stage, { auctionId, userId }: WantedLike): Promise<number> {
  const [look] = await lookAt(db, [{ auctionId, userId }]);
  return look?.likes ?? -1;
}
