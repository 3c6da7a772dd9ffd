import type { RedisPresence } from '@colyseus/redis-presence';

/** An ioredis client, made where connections are made. */
export type RedisConnection = Extract<ConstructorParameters<typeof RedisPresence>[0], { options: unknown }>;
