import { expect, test } from 'vitest';
import { MessageMeter } from '../../rooms/doors/message-meter.ts';

test('what happens within a second is counted together, and a new second begins with what happens first after it', () => {
  const meter = new MessageMeter();
  expect([5_000, 5_400, 5_999].map((nowMs) => meter.add(nowMs))).toEqual([1, 2, 3]);
  expect(meter.inThisSecond(5_999)).toBe(3);
  expect(meter.inThisSecond(6_000)).toBe(0);
  expect([6_300, 7_299, 7_300].map((nowMs) => meter.add(nowMs))).toEqual([1, 2, 1]);
});
