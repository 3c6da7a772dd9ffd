import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Backoff, pause } from '../../client-sdk/backoff.ts';

describe('waiting before the next try', () => {
  test('the longest possible wait doubles up to the ceiling', () => {
    const backoff = new Backoff(100, 3_000, () => 1);
    const waits = Array.from({ length: 8 }, () => backoff.next());
    expect(waits).toEqual([100, 200, 400, 800, 1_600, 3_000, 3_000, 3_000]);
  });

  test('any wait from zero up is possible, so that clients do not come back together', () => {
    expect(new Backoff(100, 3_000, () => 0).next()).toBe(0);
    expect(new Backoff(100, 3_000, () => 0.5).next()).toBe(50);
  });

  test('after a reset it starts again from the shortest', () => {
    const backoff = new Backoff(100, 3_000, () => 1);
    backoff.next();
    backoff.next();
    backoff.reset();
    expect(backoff.next()).toBe(100);
  });

  test('a thousand tries do not overflow the ceiling', () => {
    const backoff = new Backoff(100, 3_000, () => 1);
    for (let tries = 0; tries < 2_000; tries++) backoff.next();
    expect(backoff.next()).toBe(3_000);
  });
});

describe('a pause', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('ends at once when it is called off, and leaves no timer behind', async () => {
    const stop = new AbortController();
    const paused = pause(60_000, stop.signal);
    stop.abort();
    await paused;
    expect(vi.getTimerCount()).toBe(0);
  });

  test('does not begin when it was called off before', async () => {
    await pause(60_000, AbortSignal.abort());
    expect(vi.getTimerCount()).toBe(0);
  });

  test('ends by itself when its time has come', async () => {
    const paused = pause(60_000);
    await vi.advanceTimersByTimeAsync(60_000);
    await paused;
  });
});
