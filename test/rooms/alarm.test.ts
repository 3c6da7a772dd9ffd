import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Alarm } from '../../rooms/alarm.ts';

describe('an alarm', () => {
  let offsetMs = 0;
  const clock = { nowMs: () => Date.now() + offsetMs };

  beforeEach(() => {
    vi.useFakeTimers();
    offsetMs = 0;
  });
  afterEach(() => vi.useRealTimers());

  it('rings at its moment of the house clock, however far that is', () => {
    const ring = vi.fn();
    const days = 60 * 86_400_000;
    new Alarm(clock).set(clock.nowMs() + days, ring);

    vi.advanceTimersByTime(days - 1);
    expect(ring).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(ring).toHaveBeenCalledOnce();
  });

  it('never rings early, even if the house clock is set back meanwhile', () => {
    const ring = vi.fn();
    new Alarm(clock).set(clock.nowMs() + 1_000, ring);

    offsetMs = -500;
    vi.advanceTimersByTime(1_000);
    expect(ring).not.toHaveBeenCalled();
    vi.advanceTimersByTime(500);
    expect(ring).toHaveBeenCalledOnce();
  });

  it('rings once, for the last moment it was set to', () => {
    const [first, second] = [vi.fn(), vi.fn()];
    const alarm = new Alarm(clock);
    alarm.set(clock.nowMs() + 1_000, first);
    alarm.set(clock.nowMs() + 2_000, second);

    vi.advanceTimersByTime(10_000);
    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledOnce();
  });
});
