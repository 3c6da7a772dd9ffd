import { matchMaker } from '@colyseus/core';
import { ROOM_LIMITS } from '../limits.ts';
import { BEACONS, NOW } from './beacons.ts';
import type { RedisConnection } from './redis-connection.ts';

/** Where Colyseus keeps how many rooms each process has; it exports the name to nobody. */
const ROOM_COUNTS = 'roomcount';
/** What each process was given lately, as `weight at-milliseconds`, or that it is leaving. */
const PLACEMENTS = 'ready-auction:placements';
const LEAVING = 'leaving';

/**
 * KEYS: beacons, room counts, placements; ARGV: for how long a placement counts. The living process with the fewest rooms, those placed
 * lately among them. Only of the living anything is kept.
 */
const PLACE = `${NOW}
  local alive, lately = redis.call('zrangebyscore', KEYS[1], '(' .. now, '+inf'), {}
  for _, process in ipairs(alive) do lately[process] = redis.call('hget', KEYS[3], process) or '' end
  for _, process in ipairs(redis.call('hkeys', KEYS[3])) do
    if not lately[process] then redis.call('hdel', KEYS[3], process) end
  end
  local best, least, placed = false, 0, 0
  for _, process in ipairs(alive) do
    local rooms = string.match(redis.call('hget', KEYS[2], process) or '', '^%d+')
    if rooms and lately[process] ~= '${LEAVING}' then
      local weight, atMs = string.match(lately[process], '^(%S+) (%d+)$')
      weight = weight and tonumber(weight) * math.exp((tonumber(atMs) - now) / ARGV[1]) or 0
      local load = tonumber(rooms) + weight
      if not best or load < least then best, least, placed = process, load, weight end
    end
  end
  if best then redis.call('hset', KEYS[3], best, string.format('%.3f %d', placed + 1, now)) end
  return best`;

/**
 * Where new rooms go. Processes tell how many they have only once a second, so a crowd that comes all at once, because its node died or
 * leaves, would be sent to a single one: what was placed meanwhile, by whichever node, counts as well.
 */
export class Placements {
  readonly #redis: RedisConnection;

  constructor(redis: RedisConnection) {
    this.#redis = redis;
  }

  /** The process for one more room; undefined when there is none that would take it. */
  async next(): Promise<string | undefined> {
    const process = await this.#redis.eval(
      PLACE,
      3,
      BEACONS,
      ROOM_COUNTS,
      PLACEMENTS,
      ROOM_LIMITS.placementMs,
    );
    return process === null ? undefined : String(process);
  }

  /** Nothing is placed here from now on. */
  async leave(): Promise<void> {
    await this.#redis.hset(PLACEMENTS, matchMaker.processId, LEAVING);
  }
}
