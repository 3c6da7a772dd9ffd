import { type IRoomCache, initializeRoomCache, matchMaker, type SortOptions } from '@colyseus/core';
import { RedisDriver } from '@colyseus/redis-driver';
import { BEACONS, IS_LIT } from './beacons.ts';
import type { RedisConnection } from './redis-connection.ts';

/** Where the driver keeps its list; it exports the name to nobody. */
const LISTINGS = 'roomcaches';

/** Lua: who serves a room, unless its process is dead; KEYS: the list, the beacons, ARGV: room, the process that asks, which is alive. */
const SERVED = `${IS_LIT} local listed = redis.call('hget', KEYS[1], ARGV[1])
  local process = listed and cjson.decode(listed).processId
  if process and process ~= ARGV[2] and not isLit(KEYS[2], process) then
    redis.call('hdel', KEYS[1], ARGV[1]) listed = false
  end `;
const FIND = `${SERVED} return listed`;
const INSERT = `${SERVED} if listed then return 0 end redis.call('hset', KEYS[1], ARGV[1], ARGV[3]) return 1`;

/** Both leave a listing alone that another process has made meanwhile; KEYS and ARGV as above, then the listing. */
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
    return (await this.#run(INSERT, room.roomId, JSON.stringify(room))) === 1;
  }

  /** A room whose process died is not there any more, and struck off. */
  override async findOne(conditions: Partial<IRoomCache>, sortOptions?: SortOptions): Promise<IRoomCache> {
    if (conditions.roomId === undefined) return super.findOne(conditions, sortOptions);
    const listed = await this.#run(FIND, conditions.roomId);
    // Colyseus' own drivers answer undefined, too, whatever the type says.
    return (listed === null ? undefined : initializeRoomCache(JSON.parse(String(listed)))) as IRoomCache;
  }

  /** Colyseus does not wait for this one, nor for the next two: while Redis is away they change nothing, and a room says all of it again. */
  override async persist(room: IRoomCache): Promise<boolean> {
    return this.#tried(REWRITE, room.roomId, JSON.stringify(room));
  }

  override async update(room: IRoomCache, { $set = {}, $inc = {} }: Changes): Promise<boolean> {
    Object.assign(room, $set);
    if ($inc.clients !== undefined) room.clients += $inc.clients;
    return this.persist(room);
  }

  override async remove(roomId: string): Promise<boolean> {
    return this.#tried(REMOVE, roomId);
  }

  async #tried(script: string, roomId: string, ...listing: string[]): Promise<boolean> {
    return this.#run(script, roomId, ...listing).then(
      (done) => done === 1,
      () => false,
    );
  }

  #run(script: string, roomId: string, ...listing: string[]): Promise<unknown> {
    return this.#redis.eval(script, 2, LISTINGS, BEACONS, roomId, matchMaker.processId, ...listing);
  }
}
