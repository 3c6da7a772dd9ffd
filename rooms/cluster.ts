import { LocalDriver, LocalPresence, type MatchMakerDriver, type Presence } from '@colyseus/core';
import { RedisPresence } from '@colyseus/redis-presence';
import { type RedisConnection, RoomListings } from './room-listings.ts';

/** Where rooms are listed and how nodes talk: in this process alone, or through Redis with all others. */
export function matchmakingThrough(redis: RedisConnection | undefined): {
  presence: Presence;
  driver: MatchMakerDriver;
} {
  return redis === undefined
    ? { presence: new LocalPresence(), driver: new LocalDriver() }
    : { presence: new RedisPresence(redis), driver: new RoomListings(redis) };
}
