import { expect, test } from 'vitest';
import type { Phase } from '../../auction/auction.ts';
import type { RefusalCode } from '../../auction/refusals.ts';
import { bid, bidUpTo, buyNow, cancel, close, edit, given, SELLER, type Story, withdraw } from './story.ts';

test('the phase follows from the time: live from the very start, ended from the very end', () => {
  const story = given();
  expect([-0.001, 0, 3_599.999, 3_600].map((atS) => story.phase(atS))).toEqual([
    'ready',
    'live',
    'live',
    'ended',
  ]);
});

test('once it was closed or cancelled, the time no longer matters', () => {
  const [closed, cancelled] = [given().when(close()), given().when(cancel())];
  for (const atS of [-1, 10, 9_999]) {
    expect(closed.phase(atS)).toBe('closed');
    expect(cancelled.phase(atS)).toBe('cancelled');
  }
});

test('a bid at the very start counts, at the very end it does not', () => {
  given()
    .refuses('not_started', bid('ada', 100, -0.001))
    .when(bid('ada', 100, 0), bid('bob', 101, 3_599.999))
    .refuses('ended', bid('eve', 102, 3_600));
});

/** Commands that live auctions accept, or leave to the terms, at the time of each phase. */
const COMMANDS = { plain: bid, maximum: bidUpTo, buy_now: buyNow };
const PHASES: readonly (readonly [Phase, number, Story, RefusalCode])[] = [
  ['ready', -1, given(), 'not_started'],
  ['ended', 3_600, given(), 'ended'],
  ['closed', 10, given().when(close()), 'ended'],
  ['cancelled', 10, given().when(cancel()), 'cancelled'],
];

test.each(PHASES)('while it is %s no bid of any kind counts', (phase, atS, story, code) => {
  expect(story.phase(atS)).toBe(phase);
  for (const make of Object.values(COMMANDS)) story.refuses(code, make('ada', 100, atS));
});

test('before the start the seller may change the terms, and the price starts anew', () => {
  given()
    .when(edit(SELLER, { startPricePoints: 250, plannedEndsAtMs: 1_700_000_060_000 }, -1))
    .shows({ price: 250, minimum: 250, endsAtS: 60 });
});

test('before the start the seller may take the item back, and nobody else may do either', () => {
  given()
    .refuses('not_seller', edit('ada', {}, -1))
    .refuses('not_seller', withdraw('ada', -1))
    .when(withdraw(SELLER, -1))
    .moves();
});

test.each([
  ['live', 0, given(), 'already_started'],
  ['ended', 3_600, given(), 'ended'],
  ['closed', -1, given().when(close()), 'ended'],
  ['cancelled', -1, given().when(cancel()), 'cancelled'],
] as const)('once it is %s its terms are frozen', (phase, atS, story, code) => {
  expect(story.phase(atS)).toBe(phase);
  story.refuses(code, edit(SELLER, {}, atS)).refuses(code, withdraw(SELLER, atS));
});
