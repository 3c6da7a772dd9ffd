import { expect, test } from 'vitest';
import { HouseClock } from '../../client-sdk/house-clock.ts';

/** A clock whose local time the test sets; `ask` plays one question and its answer. */
function clockAt(localMs: number) {
  const local = { ms: localMs };
  const clock = new HouseClock(() => local.ms);
  const ask = (houseMs: number, roundTripMs: number) => {
    const sentAtMs = local.ms;
    local.ms += roundTripMs;
    clock.sample(sentAtMs, houseMs);
  };
  return { clock, local, ask };
}

test('the house is taken to have answered in the middle of the round trip', () => {
  const { clock, ask } = clockAt(1_000);
  ask(500_000, 40);
  expect(clock.nowMs()).toBe(500_020);
  expect(clock.uncertaintyMs).toBe(20);
});

test('time goes on between the answers', () => {
  const { clock, local, ask } = clockAt(1_000);
  ask(500_000, 0);
  local.ms += 250;
  expect(clock.nowMs()).toBe(500_250);
});

test('the answer with the least round trip is the one believed', () => {
  const { clock, local, ask } = clockAt(0);
  ask(1_000_000 + 5, 10);
  const right = 1_000_000 + local.ms;
  expect(clock.nowMs()).toBe(right);
  // The way back was slow: taken by itself this answer would put the clock 40 ms wrong.
  ask(1_000_000 + local.ms + 10, 100);
  expect(clock.nowMs()).toBe(1_000_000 + local.ms);
  expect(clock.uncertaintyMs).toBe(5);
});

test('it never goes backwards, not even when a better answer says that it was fast', () => {
  const { clock, local, ask } = clockAt(0);
  // The way there was slow, so this puts the clock 45 ms ahead.
  ask(1_000_000 + 95, 100);
  const ahead = clock.nowMs();
  expect(ahead).toBe(1_000_000 + local.ms + 45);
  ask(1_000_000 + local.ms + 1, 2);
  expect(clock.nowMs()).toBe(ahead);
  local.ms += 100;
  expect(clock.nowMs()).toBe(1_000_000 + local.ms);
});

test('after a sleep, in which the local clock stood still, the first answer sets it right', () => {
  const { clock, local, ask } = clockAt(0);
  for (let answers = 0; answers < 8; answers++) ask(1_000_000 + local.ms + 1, 2);
  const hourLater = 1_000_000 + 3_600_000;
  ask(hourLater + local.ms + 25, 50);
  expect(clock.nowMs()).toBe(hourLater + local.ms);
});

test('a slow drift of this device is followed', () => {
  const { clock, local, ask } = clockAt(0);
  // 100 parts per million for an hour: 360 ms if nobody noticed.
  for (let seconds = 0; seconds < 3_600; seconds += 5) {
    local.ms = seconds * 1_000 * 1.0001;
    ask(1_000_000 + seconds * 1_000 + 1, 2);
  }
  expect(Math.abs(clock.nowMs() - (1_000_000 + 3_595_000))).toBeLessThan(10);
});

test('before the first answer it says what this device believes', () => {
  const before = Date.now();
  const clock = new HouseClock();
  expect(clock.nowMs()).toBeGreaterThanOrEqual(before);
  expect(clock.uncertaintyMs).toBeNull();
});
