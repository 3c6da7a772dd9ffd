import { test } from 'vitest';
import { bid, bidUpTo, close, given } from './story.ts';

/** In the last minute, a bid moves the end to 30 seconds after it, by at most two minutes in all. */
const SOFT = { softClose: { windowMs: 60_000, extendByMs: 30_000, capMs: 120_000 } };
/** A bid in the last minute moves the end to a minute after it. */
const WHOLE = { softClose: { windowMs: 60_000, extendByMs: 60_000, capMs: 120_000 } };
/** In the last ten seconds, a bid moves the end to a minute after it. */
const LEAP = { softClose: { windowMs: 10_000, extendByMs: 60_000, capMs: 120_000 } };

test('an accepted bid in the window moves the end to so long after it', () => {
  given(SOFT)
    .when(bid('ada', 100, 3_590))
    .shows({ endsAtS: 3_620 });
});

test('a bid before the window moves nothing, the first instant of the window does', () => {
  given(LEAP)
    .when(bid('ada', 100, 3_589.999))
    .shows({ endsAtS: 3_600 });
  given(LEAP)
    .when(bid('ada', 100, 3_590))
    .shows({ endsAtS: 3_650 });
});

test('a bid in the window never brings the end nearer', () => {
  given(SOFT)
    .when(bid('ada', 100, 3_550))
    .shows({ endsAtS: 3_600 });
});

test('a refused bid moves nothing', () => {
  given(SOFT)
    .refuses('below_minimum', bid('ada', 99, 3_590))
    .refuses('insufficient_points', bid('ada', 2_000, 3_590))
    .shows({ endsAtS: 3_600 });
});

test('a bid that is outbid on arrival extends as well, and so does a raise of the own maximum', () => {
  given(SOFT)
    .when(bidUpTo('ada', 500), bid('bob', 200, 3_595))
    .shows({ endsAtS: 3_625, leader: 'ada' });
  given(SOFT)
    .when(bidUpTo('ada', 500), bidUpTo('ada', 600, 3_595))
    .shows({ endsAtS: 3_625 });
});

test('every further bid in the moved window extends again', () => {
  given(SOFT)
    .when(bid('ada', 100, 3_590), bid('bob', 101, 3_610))
    .shows({ endsAtS: 3_640 });
});

test('the end never moves past the cap, and bids up to the cap still count', () => {
  const story = given(WHOLE).when(bid('ada', 100, 3_590), bid('bob', 101, 3_640), bid('ada', 102, 3_690));
  story
    .shows({ endsAtS: 3_720 })
    .when(bid('bob', 103, 3_719.999))
    .shows({ endsAtS: 3_720, leader: 'bob' })
    .refuses('ended', bid('ada', 104, 3_720));
});

test('after an extension the auction is live until the moved end, and can be closed only then', () => {
  given(SOFT)
    .when(bid('ada', 100, 3_590))
    .refuses('not_over', close(3_619.999))
    .when(close(3_620))
    .shows({ ending: 'sold' });
});

test('without a soft close the end stands', () => {
  given()
    .when(bid('ada', 100, 3_599.999))
    .shows({ endsAtS: 3_600 });
});
