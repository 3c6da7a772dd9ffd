import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LocalRedis, startRedis } from '../../local-services/redis.ts';
import { openChannel, type RedisChannel } from '../../persistence/redis-channel.ts';

let redis: LocalRedis;
let channel: RedisChannel;
const heard: string[] = [];

beforeAll(async () => {
  redis = await startRedis();
  channel = await openChannel(redis.url(), 'a channel', (text) => heard.push(text));
});
afterAll(async () => {
  channel?.stop();
  await redis?.stop();
});

/** What is said while nobody is there is lost, so it is said until it is heard. */
const heardAgain = (text: string) =>
  expect
    .poll(
      () => {
        channel.say(text);
        return heard.includes(text);
      },
      { timeout: 20_000 },
    )
    .toBe(true);

it('hears what is said, also after Redis was killed, and after it was silent', async () => {
  await heardAgain('at first');

  await redis.kill();
  await redis.restart();
  await heardAgain('after it was killed');

  redis.pause();
  channel.say('into a black hole');
  redis.resume();
  await heardAgain('after it was silent');
});
