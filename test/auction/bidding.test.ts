import { expect, test } from 'vitest';
import { bid, bidUpTo, given, SELLER } from './story.ts';

const TENS = { ladder: [{ belowPoints: null, stepPoints: 10 }] };

test('nobody has bid: the price is the start price, and that is the least to bid', () => {
  given().shows({ price: 100, minimum: 100, leader: null, bids: 0 });
});

test('a plain bid makes the price what it says, and holds it', () => {
  given(TENS)
    .when(bid('ada', 150))
    .moves(['hold', 'ada', 150])
    .shows({ price: 150, minimum: 160, leader: 'ada', held: [150, 0, 0] });
});

test('a higher plain bid takes the lead, and the one outbid has the points back at once', () => {
  given()
    .when(bid('ada', 150), bid('bob', 151))
    .moves(['release', 'ada', 150], ['hold', 'bob', 151])
    .shows({ price: 151, leader: 'bob', bids: 2, available: [1000, 849, 1000], held: [0, 151, 0] });
});

test('a first maximum bid leads at the start price, with the whole maximum held', () => {
  given(TENS)
    .when(bidUpTo('ada', 500))
    .moves(['hold', 'ada', 500])
    .shows({ price: 100, leader: 'ada', maximum: 500, held: [500, 0, 0] });
});

test('the house bids for the leader, one increment over the runner-up', () => {
  given(TENS)
    .when(bidUpTo('ada', 500), bidUpTo('bob', 300))
    .moves()
    .shows({ price: 310, minimum: 320, leader: 'ada', bids: 2, held: [500, 0, 0] });
});

test('the house answers a plain bid for the leader as well', () => {
  given(TENS).when(bidUpTo('ada', 500), bid('bob', 200)).shows({ price: 210, leader: 'ada' });
});

test('the house never bids above the maximum it was given', () => {
  given(TENS)
    .when(bidUpTo('ada', 305), bidUpTo('bob', 300))
    .shows({ price: 305, leader: 'ada', minimum: 315 });
});

test('a higher maximum takes the lead one increment over the former one', () => {
  given(TENS)
    .when(bidUpTo('ada', 300), bidUpTo('bob', 500))
    .moves(['release', 'ada', 300], ['hold', 'bob', 500])
    .shows({ price: 310, leader: 'bob', maximum: 500 });
});

test('a maximum less than one increment over the former one takes the lead at that maximum', () => {
  given(TENS).when(bidUpTo('ada', 300), bidUpTo('bob', 305)).shows({ price: 305, leader: 'bob' });
});

test('a plain bid over the maximum of the leader makes the price all of it', () => {
  given(TENS).when(bidUpTo('ada', 300), bid('bob', 700)).shows({ price: 700, leader: 'bob', maximum: 700 });
});

test.each([
  ['maximum', bidUpTo],
  ['plain bid', bid],
])('a tie goes to the earlier maximum, at that price, against a later %s', (_, tie) => {
  given(TENS)
    .when(bidUpTo('ada', 300), tie('bob', 300))
    .moves()
    .shows({ price: 300, leader: 'ada', maximum: 300, held: [300, 0, 0], minimum: 310 });
});

test('a bid that is outbid on arrival is accepted and counted, and its bidder never leads', () => {
  given()
    .when(bidUpTo('ada', 300), bid('bob', 200))
    .shows({ bids: 2, leader: 'ada', held: [300, 0, 0] });
});

test('a leader raises its own maximum: the price stays, the difference is held', () => {
  given(TENS)
    .when(bidUpTo('ada', 300), bidUpTo('bob', 200), bidUpTo('ada', 450))
    .moves(['hold', 'ada', 150])
    .shows({ price: 210, leader: 'ada', maximum: 450, bids: 3, held: [450, 0, 0] });
});

test('a leader by a plain bid may turn it into a maximum', () => {
  given()
    .when(bid('ada', 150), bidUpTo('ada', 400))
    .shows({ price: 150, maximum: 400, held: [400, 0, 0] });
});

test('raising a maximum needs points for the difference only', () => {
  given({}, { ada: 300 })
    .when(bidUpTo('ada', 200), bidUpTo('ada', 300))
    .shows({ available: [0, 1000, 1000], held: [300, 0, 0] })
    .refuses('insufficient_points', bidUpTo('ada', 301));
});

test('raising a maximum does not make it younger: a tie with it is still a tie with the earlier bid', () => {
  const story = given().when(bidUpTo('ada', 200, 10), bidUpTo('ada', 300, 30));
  expect(story.auction.leader?.sinceMs).toBe(given().when(bid('ada', 200, 10)).auction.leader?.sinceMs);
  story.when(bidUpTo('bob', 300, 40)).shows({ leader: 'ada', price: 300 });
});

test('points released by being outbid can be bid again', () => {
  given({}, { ada: 200 })
    .when(bid('ada', 200), bid('bob', 201))
    .refuses('insufficient_points', bid('ada', 202))
    .shows({ available: [200, 799, 1000] });
});

test('the last point may be bid', () => {
  given({}, { ada: 100 })
    .when(bid('ada', 100))
    .shows({ available: [0, 1000, 1000], held: [100, 0, 0] });
});

test.each([bid, bidUpTo])('the seller may not bid, however rich', (kind) => {
  given({}, { [SELLER]: 1_000 }).refuses('own_auction', kind(SELLER, 100));
});

test('below the minimum there is no bidding, one increment above the price there is', () => {
  given(TENS)
    .refuses('below_minimum', bid('ada', 99))
    .refuses('below_minimum', bidUpTo('ada', 99))
    .when(bid('ada', 100))
    .refuses('below_minimum', bid('bob', 109))
    .refuses('below_minimum', bidUpTo('bob', 109))
    .when(bid('bob', 110));
});

test('who leads cannot outbid itself by a plain bid, nor lower its maximum', () => {
  given()
    .when(bidUpTo('ada', 300))
    .refuses('already_leading', bid('ada', 400))
    .refuses('maximum_not_raised', bidUpTo('ada', 300))
    .refuses('maximum_not_raised', bidUpTo('ada', 120));
});

test('the whole maximum must be there, not just the price', () => {
  given({}, { ada: 299 }).refuses('insufficient_points', bidUpTo('ada', 300)).when(bidUpTo('ada', 299));
});
