import { test } from 'vitest';
import { bid, bidUpTo, close, given } from './story.ts';

const RESERVED = { reservePoints: 400, ladder: [{ belowPoints: null, stepPoints: 10 }] };

test('without a reserve there is none to meet', () => {
  given().when(bid('ada', 100)).shows({ reserve: 'none' });
});

test('below the reserve people bid as if there were none, and it is not met', () => {
  given(RESERVED)
    .shows({ reserve: 'not_met', minimum: 100 })
    .when(bidUpTo('ada', 300), bidUpTo('bob', 200))
    .shows({ reserve: 'not_met', price: 210, leader: 'ada' });
});

test('the price jumps to the reserve as soon as a maximum covers it', () => {
  given(RESERVED).when(bidUpTo('ada', 600)).shows({ reserve: 'met', price: 400, maximum: 600, minimum: 410 });
});

test('a maximum of exactly the reserve meets it', () => {
  given(RESERVED).when(bidUpTo('ada', 400)).shows({ reserve: 'met', price: 400 });
});

test('a plain bid meets the reserve at its own price', () => {
  given(RESERVED).when(bid('ada', 450)).shows({ reserve: 'met', price: 450 });
});

test('taking the lead over a maximum below the reserve jumps to the reserve', () => {
  given(RESERVED).when(bidUpTo('ada', 300), bidUpTo('bob', 500)).shows({ price: 400, leader: 'bob' });
});

test('a leader meets the reserve by raising its own maximum: the one raise that moves the price', () => {
  given(RESERVED)
    .when(bidUpTo('ada', 300), bidUpTo('ada', 399))
    .shows({ reserve: 'not_met', price: 100 })
    .when(bidUpTo('ada', 500))
    .moves(['hold', 'ada', 101])
    .shows({ reserve: 'met', price: 400 });
});

test('above the reserve the runner-up makes the price again', () => {
  given(RESERVED).when(bidUpTo('ada', 600), bidUpTo('bob', 500)).shows({ price: 510, leader: 'ada' });
});

test('a bid below the reserve counts as no less: it is outbid by the reserve at once', () => {
  given(RESERVED).when(bidUpTo('ada', 600)).refuses('below_minimum', bid('bob', 300));
});

test('a reserve equal to the start price is met by the first bid', () => {
  given({ ...RESERVED, reservePoints: 100 })
    .shows({ reserve: 'not_met' })
    .when(bid('ada', 100))
    .shows({ reserve: 'met', price: 100 });
});

test('a reserve that was not met sells nothing and gives the hold back', () => {
  given(RESERVED)
    .when(bidUpTo('ada', 300), close())
    .moves(['release', 'ada', 300])
    .shows({ ending: 'unsold', unsold: 'reserve_not_met', winner: null, held: [0, 0, 0], seller: 0 });
});

test('a reserve that was met sells at the price', () => {
  given(RESERVED)
    .when(bidUpTo('ada', 600), close())
    .shows({ ending: 'sold', winner: 'ada', price: 400, seller: 400, available: [600, 1000, 1000] });
});
