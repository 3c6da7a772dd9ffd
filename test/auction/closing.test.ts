import { expect, test } from 'vitest';
import { points, share } from '../../auction/points.ts';
import { bid, bidUpTo, cancel, close, given, SELLER } from './story.ts';

test('the winner pays the price, gets the rest of the hold back, and the seller pays the fee', () => {
  given({ feeBasisPoints: 250 })
    .when(bidUpTo('ada', 500), bidUpTo('bob', 299), close())
    .moves(['capture', 'ada', 300], ['release', 'ada', 200], ['payout', SELLER, 300], ['fee', SELLER, 7])
    .shows({
      ending: 'sold',
      winner: 'ada',
      price: 300,
      held: [0, 0, 0],
      available: [700, 1000, 1000],
      seller: 293,
    });
});

test('what is nothing is not moved: no rest, no fee', () => {
  given({ feeBasisPoints: 0 })
    .when(bid('ada', 150), close())
    .moves(['capture', 'ada', 150], ['payout', SELLER, 150]);
});

test.each([
  [100, 250, 2],
  [199, 50, 0],
  [200, 50, 1],
  [999, 10_000, 999],
  [1_000_000_000, 1, 100_000],
  [999_999_999_999_999, 9_999, 999_899_999_999_999],
])('of a price of %i at %i basis points the fee is %i, rounded down', (price, basisPoints, fee) => {
  expect(share(points(price), basisPoints)).toBe(fee);
});

test('a fee that rounds down to nothing is not moved', () => {
  given({ feeBasisPoints: 50 })
    .when(bid('ada', 199), close())
    .moves(['capture', 'ada', 199], ['payout', SELLER, 199]);
});

test('nobody bid: unsold, and nothing moves', () => {
  given().when(close()).moves().shows({ ending: 'unsold', unsold: 'no_bids' });
});

test('it closes at its end and not an instant before', () => {
  given().refuses('not_over', close(-1)).refuses('not_over', close(3_599.999)).when(close(3_600));
});

test('closing late changes nothing about who won', () => {
  given().when(bid('ada', 100), close(9_999)).shows({ ending: 'sold', winner: 'ada' });
});

test('closing again does nothing, after a sale as after a cancellation', () => {
  given().when(bid('ada', 100), close(), close()).moves().shows({ ending: 'sold', seller: 100 });
  given().when(cancel(), close()).moves().shows({ ending: 'cancelled' });
});

test('a cancelled auction gives the whole hold back and takes no more bids', () => {
  given()
    .when(bidUpTo('ada', 500), cancel())
    .moves(['release', 'ada', 500])
    .shows({ ending: 'cancelled', winner: null, held: [0, 0, 0], seller: 0 })
    .refuses('cancelled', bid('bob', 600))
    .when(cancel())
    .moves();
});

test('an auction can be cancelled before it starts, and no more once it is over', () => {
  given().when(cancel(-10)).moves().shows({ ending: 'cancelled' });
  given().when(bid('ada', 100)).refuses('ended', cancel(3_600)).when(close()).refuses('ended', cancel(10));
});
