import type { Redis } from 'ioredis';
import type { NumberedEvent } from '../../auction/feed.ts';
import { RedisScript } from '../redis-script.ts';

/** The feed as other systems follow it: entry `17-0` is the event at position 17. */
const KEY = 'ready-auction:events';

/**
 * Appends events, if what they follow is the stream's last entry; returns the position of what is last now, '' for none. What was appended
 * before, by whomever, is so never appended again, and nothing is left out. A stream without entries may also be a reader's, who made it to
 * wait at. ARGV: what they follow, about how many to keep; then position, kind, auction, event.
 */
const APPEND = new RedisScript(`
local last = ''
if redis.call('exists', KEYS[1]) == 1 then
  local info = redis.call('xinfo', 'stream', KEYS[1])
  for at = 1, #info, 2 do
    if info[at] == 'last-generated-id' then last = string.match(info[at + 1], '^%d+') end
  end
end
if last == '0' then last = '' end
if last ~= ARGV[1] then return last end
for at = 3, #ARGV, 4 do
  last = ARGV[at]
  redis.call('xadd', KEYS[1], 'maxlen', '~', ARGV[2], last .. '-0',
    'kind', ARGV[at + 1], 'auction', ARGV[at + 2], 'event', ARGV[at + 3])
end
return last`);

/** Where the stream is after trying to append: the position of its last entry, null when it has none. `last`: where it is believed to be. */
export async function append(
  redis: Redis,
  last: number | null,
  events: readonly NumberedEvent[],
  keep: number,
): Promise<number | null> {
  const entries = events.flatMap(({ position, event }) => [
    position,
    event.kind,
    event.auctionId,
    JSON.stringify(event),
  ]);
  const answer = String(await APPEND.run(redis, [KEY], [last ?? '', keep, ...entries]));
  return answer === '' ? null : Number(answer);
}
