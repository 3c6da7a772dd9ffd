import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Frames } from '../../rooms/view/frames.ts';

describe('frames', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  it('show a change after a pause at once', () => {
    const show = vi.fn();
    new Frames(33, show).soon();
    expect(show).toHaveBeenCalledOnce();
  });

  it('gather what changes in quick succession, and never keep the last change back', () => {
    let [state, shown] = [0, 0];
    const frames = new Frames(33, () => {
      shown = state;
    });
    let times = 0;
    for (let ms = 0; ms < 330; ms++) {
      const before = shown;
      state = ms + 1;
      frames.soon();
      vi.advanceTimersByTime(1);
      if (shown !== before) times += 1;
    }
    vi.advanceTimersByTime(33);

    expect(shown).toBe(330);
    expect(times).toBeLessThanOrEqual(12);
  });

  it('show at once what must not wait, and not a second time', () => {
    const show = vi.fn();
    const frames = new Frames(33, show);
    frames.soon();
    frames.soon();
    frames.now();
    vi.advanceTimersByTime(1_000);

    expect(show).toHaveBeenCalledTimes(2);
  });

  it('show nothing after the end', () => {
    const show = vi.fn();
    const frames = new Frames(33, show);
    frames.soon();
    frames.soon();
    frames.stop();
    vi.advanceTimersByTime(1_000);

    expect(show).toHaveBeenCalledOnce();
  });
});
