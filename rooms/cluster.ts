import { LocalDriver, LocalPresence, type MatchMakerDriver, type Presence } from '@colyseus/core';
import { RedisPresence } from '@colyseus/redis-presence';
import { type RedisConnection, RoomListings } from './room-listings.ts';

/** Where Colyseus counts the rooms of each process. */
const ROOM_COUNTS = 'roomcount';

/**
 * Colyseus (0.18.17) counts rooms now and then without looking what becomes of it: with Redis away, that rejection would end the process.
 * A count is worth nothing to us, and the next one is right again.
 */
class ForgivingPresence extends RedisPresence {
  override async hset(key: string, field: string, value: string): Promise<boolean> {
    if (key !== ROOM_COUNTS) return super.hset(key, field, value);
    return super.hset(key, field, value).catch(() => false);
  }
}

/** Where rooms are listed and how nodes talk: in this process alone, or through Redis with all others. */
export function matchmakingThrough(redis: RedisConnection | undefined): {
  presence: Presence;
  driver: MatchMakerDriver;
} {
  return redis === undefined
    ? { presence: new LocalPresence(), driver: new LocalDriver() }
    : { presence: new ForgivingPresence(redis), driver: new RoomListings(redis) };
}
