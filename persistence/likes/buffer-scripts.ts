import { RedisScript } from '../redis-script.ts';

/**
 * What Redis holds of the likes. `wanted`: auction and person → `1` or `0`, a space, and when, of what is not taken yet; `people`: whose
 * those are; `change`: auction → what they add to its likes. A flush takes the three aside under the same names with `taken_`. `batch`: the
 * id of that flush, its owner, and since when. `counts`, `old_counts`: auction → its likes in the database, of what changed lately; in two,
 * so that the older half can be dropped at once. `generation`: the id of the last finished flush.
 */
const NAMES = [
  'wanted',
  'people',
  'change',
  'taken_wanted',
  'taken_people',
  'taken_change',
  'batch',
  'counts',
  'old_counts',
  'generation',
] as const;

/** The braces keep them on one node of a Redis cluster. */
export const KEYS = NAMES.map((name) => `ready-auction:{likes}:${name}`);

const script = (body: string) => new RedisScript(`local ${NAMES.join(', ')} = unpack(KEYS)\n${body}`);

const NOW_MS = `local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

const SHOWN = `local function shown(auction)
  local count = redis.call('hget', counts, auction) or redis.call('hget', old_counts, auction)
  if not count then return -1 end
  return math.max(0, count + (redis.call('hget', change, auction) or 0) + (redis.call('hget', taken_change, auction) or 0))
end`;

/**
 * Notes wanted states, each with what the database was just seen to have → the generation, then for each like the count that everybody
 * sees from now on, or -1 where there is no room. Only the generation: there was a flush since, look again.
 * ARGV: generation, most, whether said again; then auction, person, liked, when, liked before, likes before.
 */
export const NOTE = script(`${SHOWN}
local current = redis.call('get', generation) or ''
local answers = { current }
if current ~= ARGV[1] then return answers end
local size = redis.call('hlen', wanted)
local nothing_taken = redis.call('exists', batch) == 0
for at = 4, #ARGV, 6 do
  local auction, person, liked, when, before, likes = unpack(ARGV, at, at + 5)
  local pair = auction .. ' ' .. person
  local waiting = redis.call('hget', wanted, pair)
  local known = waiting or redis.call('hget', taken_wanted, pair)
  local outdone = known and ARGV[3] == '1' and tonumber(string.sub(known, 3)) > tonumber(when)
  if known then before = string.sub(known, 1, 1) end
  -- Without a flush under way nothing was written since we looked; else only the count from before it fits the changes.
  if not nothing_taken then
    likes = redis.call('hget', counts, auction) or redis.call('hget', old_counts, auction) or likes
  end
  if before ~= liked and not waiting and size >= tonumber(ARGV[2]) then
    answers[#answers + 1] = -1
  else
    redis.call('hset', counts, auction, likes)
    if before ~= liked and not outdone then
      if not waiting then size = size + 1 end
      redis.call('hset', wanted, pair, liked .. ' ' .. when)
      redis.call('sadd', people, person)
      redis.call('hincrby', change, auction, liked == '1' and 1 or -1)
    end
    answers[#answers + 1] = shown(auction)
  end
end
return answers`);

/**
 * Takes aside what waits → its id; or that of a flush that nobody finished. '': nothing waits. 'busy': somebody is at it.
 * ARGV: new id, owner, lease in ms, whether to help another node that is at it.
 */
export const TAKE = script(`${NOW_MS}
local id, owner, since = unpack(redis.call('hmget', batch, 'id', 'owner', 'since'))
if id then
  if owner ~= ARGV[2] and ARGV[4] ~= '1' and now - since < tonumber(ARGV[3]) then return 'busy' end
  redis.call('hset', batch, 'owner', ARGV[2], 'since', now)
  return id
end
if redis.call('exists', wanted) == 0 then return '' end
redis.call('rename', wanted, taken_wanted)
redis.call('rename', people, taken_people)
redis.call('rename', change, taken_change)
redis.call('hset', batch, 'id', ARGV[1], 'owner', ARGV[2], 'since', now)
return ARGV[1]`);

/**
 * Forgets what was taken under this id, if it is still that → whether it was. Counts are now those of the database, in the same instant.
 * ARGV: id, linger in ms; then auction, likes.
 */
export const FINISH = script(`${NOW_MS}
if redis.call('hget', batch, 'id') ~= ARGV[1] then return 0 end
redis.call('del', batch, taken_wanted, taken_people, taken_change)
redis.call('set', generation, ARGV[1])
local kept_since = redis.call('hget', old_counts, 'since')
if not kept_since or now - kept_since >= tonumber(ARGV[2]) then
  redis.call('del', old_counts)
  if redis.call('exists', counts) == 1 then redis.call('rename', counts, old_counts) end
  redis.call('hset', old_counts, 'since', now)
end
for at = 3, #ARGV, 2 do redis.call('hset', counts, ARGV[at], ARGV[at + 1]) end
return 1`);

/** Likes of each auction of ARGV as everybody sees them; -1: the database's. */
export const COUNT = script(`${SHOWN}
local answers = {}
if redis.call('exists', counts, old_counts) > 0 then
  for at = 1, #ARGV do answers[at] = shown(ARGV[at]) end
end
return answers`);

/** The same of one auction, and whether this person likes it; '': the database knows. ARGV: auction, person. */
export const PEEK = script(`${SHOWN}
local pair = ARGV[1] .. ' ' .. ARGV[2]
local known = redis.call('hget', wanted, pair) or redis.call('hget', taken_wanted, pair)
return { shown(ARGV[1]), known and string.sub(known, 1, 1) or '' }`);

/** Whether something of this person is not written yet. ARGV: person. */
export const WAITS = script(`
return redis.call('sismember', people, ARGV[1]) + redis.call('sismember', taken_people, ARGV[1])`);
