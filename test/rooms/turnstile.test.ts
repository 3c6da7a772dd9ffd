import { expect, test } from 'vitest';
import { Turnstile } from '../../rooms/doors/turnstile.ts';

test('whoever is sent away stays away for as long as is said, and nobody else does', () => {
  const turnstile = new Turnstile(5_000, 10);
  turnstile.sendAway('ann', 1_000);
  expect(turnstile.awayMs('ann', 1_000)).toBe(5_000);
  expect(turnstile.awayMs('ann', 5_999)).toBe(1);
  expect(turnstile.awayMs('ann', 6_000)).toBe(0);
  expect(turnstile.awayMs('bob', 1_000)).toBe(0);
});

test('who is sent away again stays away anew', () => {
  const turnstile = new Turnstile(5_000, 10);
  turnstile.sendAway('ann', 0);
  turnstile.sendAway('bob', 1_000);
  turnstile.sendAway('ann', 4_000);
  expect(turnstile.awayMs('ann', 8_000)).toBe(1_000);
  expect(turnstile.awayMs('bob', 8_000)).toBe(0);
});

test('a crowd takes no more memory than was set aside for it', () => {
  const turnstile = new Turnstile(5_000, 10);
  for (let each = 0; each < 1_000; each++) turnstile.sendAway(`flooder ${each}`, each);
  expect(turnstile.size).toBe(10);
  expect(turnstile.awayMs('flooder 999', 1_000)).toBe(4_999);
  expect(turnstile.awayMs('flooder 0', 1_000)).toBe(0);
});

test('those who may come back are forgotten when the next is sent away', () => {
  const turnstile = new Turnstile(5_000, 10);
  for (const name of ['ann', 'bob', 'cyd']) turnstile.sendAway(name, 0);
  turnstile.sendAway('dan', 5_000);
  expect(turnstile.size).toBe(1);
});
