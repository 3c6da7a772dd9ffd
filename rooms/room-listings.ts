import { type IRoomCache, matchMaker } from '@colyseus/core';
import { RedisDriver } from '@colyseus/redis-driver';
import type { RedisPresence } from '@colyseus/redis-presence';

/** An ioredis client, made where connections are made. */
export type RedisConnection = Extract<ConstructorParameters<typeof RedisPresence>[0], { options: unknown }>;

/** Where the driver keeps its list; it exports the name to nobody. */
const LISTINGS = 'roomcaches';

/** Both leave a listing alone that another process has made meanwhile; KEYS: the list, ARGV: room, process, listing. */
const OURS = `local listed = redis.call('hget', KEYS[1], ARGV[1])
  if listed and cjson.decode(listed).processId ~= ARGV[2] then return 0 end `;
const REWRITE = `${OURS} redis.call('hset', KEYS[1], ARGV[1], ARGV[3]) return 1`;
const REMOVE = `${OURS} return redis.call('hdel', KEYS[1], ARGV[1])`;

type Changes = Parameters<RedisDriver['update']>[1];

/**
 * The list of rooms in Redis. A room's id is its auction's, so a room that lost its auction and the one that has it now share an id:
 * Colyseus' driver (0.18.3) would let both list themselves, and let the loser strike the owner off the list when it goes.
 */
export class RoomListings extends RedisDriver {
  readonly #redis: RedisConnection;

  constructor(redis: RedisConnection) {
    super(redis);
    this.#redis = redis;
  }

  /** Lists a room only if its id is free; the matchmaker then uses the one that was first. */
  async insert(room: IRoomCache): Promise<boolean> {
    return (await this.#redis.hsetnx(LISTINGS, room.roomId, JSON.stringify(room))) === 1;
  }

  override async persist(room: IRoomCache): Promise<boolean> {
    return this.#ifOurs(REWRITE, room.roomId, JSON.stringify(room));
  }

  override async update(room: IRoomCache, { $set = {}, $inc = {} }: Changes): Promise<boolean> {
    Object.assign(room, $set);
    if ($inc.clients !== undefined) room.clients += $inc.clients;
    return this.persist(room);
  }

  override async remove(roomId: string): Promise<boolean> {
    return this.#ifOurs(REMOVE, roomId);
  }

  async #ifOurs(script: string, roomId: string, ...listing: string[]): Promise<boolean> {
    return (await this.#redis.eval(script, 1, LISTINGS, roomId, matchMaker.processId, ...listing)) === 1;
  }
}
