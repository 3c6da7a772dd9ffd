import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { AuctionId, UserId } from '../../auction/auction.ts';
import { COUNT, FINISH, KEYS, NOTE, PEEK, TAKE, WAITS } from './buffer-scripts.ts';
import { LIKE_LIMITS } from './limits.ts';
import type { Unwritten, WantedLike } from './wanted.ts';
import type { LikeCounts } from './writing.ts';

/** A wanted state, and what the database was just seen to have. */
export type SeenLike = WantedLike & { readonly before: { readonly liked: boolean; readonly likes: number } };

export type Noted = {
  readonly generation: string;
  /** In the order of the likes, undefined for one there is no room for. All undefined: a flush came in between, look again. */
  readonly counts: readonly (number | undefined)[] | undefined;
};

export type Taken = { readonly kind: 'taken'; readonly id: string } | { readonly kind: 'nothing' | 'busy' };

const bit = (truth: boolean) => (truth ? '1' : '0');
const known = (count: number | undefined) => (count === undefined || count < 0 ? undefined : count);

/** The likes that wait in Redis, for all nodes. Every command is one script: whole or not at all. */
export class LikeBuffer {
  readonly #redis: Redis;
  readonly #owner = randomUUID();

  constructor(redis: Redis) {
    this.#redis = redis;
    // It reconnects by itself; what was asked meanwhile fails where it was asked.
    redis.on('error', () => {});
  }

  /** `again`: said before, maybe, while Redis was away; what was said later stays. */
  async note(generation: string, likes: readonly SeenLike[], again = false): Promise<Noted> {
    const values = likes.flatMap(({ auctionId, userId, liked, atMs, before }) => [
      auctionId,
      userId,
      bit(liked),
      Math.round(atMs),
      bit(before.liked),
      before.likes,
    ]);
    const most = again ? Number.MAX_SAFE_INTEGER : LIKE_LIMITS.buffered;
    const [current, ...counts] = (await NOTE.run(this.#redis, KEYS, [
      generation,
      most,
      bit(again),
      ...values,
    ])) as [string, ...number[]];
    return { generation: current, counts: counts.length < likes.length ? undefined : counts.map(known) };
  }

  /** Takes what waits aside, or goes on with what somebody took and did not finish; `help` also when they may still be at it. */
  async take({ help }: { readonly help: boolean }): Promise<Taken> {
    const answer = await TAKE.run(this.#redis, KEYS, [
      randomUUID(),
      this.#owner,
      LIKE_LIMITS.leaseMs,
      bit(help),
    ]);
    if (answer === '') return { kind: 'nothing' };
    return answer === 'busy' ? { kind: 'busy' } : { kind: 'taken', id: String(answer) };
  }

  /** All that was taken, in pieces; some of it maybe twice. */
  async *taken(): AsyncGenerator<WantedLike[], void, undefined> {
    let cursor = '0';
    do {
      const [next, fields] = await this.#redis.hscan(TAKEN, cursor, 'COUNT', LIKE_LIMITS.batch);
      yield readStates(fields);
      cursor = next;
    } while (cursor !== '0');
  }

  async isTaken(id: string): Promise<boolean> {
    return (await this.#redis.hget(BATCH, 'id')) === id;
  }

  /** Forgets what was taken, now that the database has it: false when somebody else has done so. */
  async finish(id: string, counts: LikeCounts): Promise<boolean> {
    const values = [...counts].flat();
    return (await FINISH.run(this.#redis, KEYS, [id, LIKE_LIMITS.lingerMs, ...values])) === 1;
  }

  /** Likes as everybody sees them; undefined: as the database has them. */
  async counts(auctionIds: readonly AuctionId[]): Promise<(number | undefined)[]> {
    return ((await COUNT.run(this.#redis, KEYS, auctionIds)) as number[]).map(known);
  }

  async unwritten(auctionId: AuctionId, userId: UserId | undefined): Promise<Unwritten> {
    const [likes, liked] = (await PEEK.run(this.#redis, KEYS, [auctionId, userId ?? ''])) as [number, string];
    return { likes: known(likes), liked: liked === '' ? undefined : liked === '1' };
  }

  /** Whether something of this person is not written yet. */
  async waits(userId: UserId): Promise<boolean> {
    return (await WAITS.run(this.#redis, KEYS, [userId])) !== 0;
  }

  close(): void {
    this.#redis.disconnect();
  }
}

const [TAKEN = '', BATCH = ''] = ['taken_wanted', 'batch'].map((name) =>
  KEYS.find((key) => key.endsWith(`:${name}`)),
);

function readStates(fields: readonly string[]): WantedLike[] {
  const states: WantedLike[] = [];
  for (let at = 0; at < fields.length; at += 2) {
    const [auctionId = '', userId = ''] = (fields[at] ?? '').split(' ');
    const [liked, when] = (fields[at + 1] ?? '').split(' ');
    states.push({ auctionId, userId, liked: liked === '1', atMs: Number(when) });
  }
  return states;
}
