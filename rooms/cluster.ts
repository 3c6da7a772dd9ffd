import { LocalDriver, LocalPresence, type MatchMakerDriver, type Presence } from '@colyseus/core';
import { RedisDriver } from '@colyseus/redis-driver';
import { RedisPresence } from '@colyseus/redis-presence';

/** An ioredis client, made where connections are made; Colyseus brings its own copy of the type. */
export type RedisConnection = NonNullable<ConstructorParameters<typeof RedisPresence>[0]>;

/** Where rooms are listed and how nodes talk: in this process alone, or through Redis with all others. */
export function matchmakingThrough(redis: RedisConnection | undefined): {
  presence: Presence;
  driver: MatchMakerDriver;
} {
  return redis === undefined
    ? { presence: new LocalPresence(), driver: new LocalDriver() }
    : { presence: new RedisPresence(redis), driver: new RedisDriver(redis) };
}
