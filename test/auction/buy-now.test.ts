import { test } from 'vitest';
import { bid, bidUpTo, buyNow, cancel, close, given, SELLER } from './story.ts';

const OFFERED = { buyNowPoints: 500, feeBasisPoints: 1_000 };

test('buying now ends the auction at once, paid for in the same commit', () => {
  given(OFFERED)
    .when(buyNow('ada', 500))
    .moves(['hold', 'ada', 500], ['capture', 'ada', 500], ['payout', SELLER, 500], ['fee', SELLER, 50])
    .shows({
      ending: 'sold',
      winner: 'ada',
      price: 500,
      bids: 1,
      held: [0, 0, 0],
      available: [500, 1000, 1000],
      seller: 450,
    });
});

test('after buying now nobody bids, buys, closes again or cancels', () => {
  given(OFFERED)
    .when(buyNow('ada', 500))
    .refuses('ended', bid('bob', 600))
    .refuses('ended', buyNow('bob', 500))
    .refuses('ended', cancel())
    .when(close())
    .moves();
});

test.each([bid, bidUpTo])('the first bid ends the offer', (kind) => {
  given(OFFERED)
    .when(kind('ada', 100))
    .refuses('buy_now_unavailable', buyNow('bob', 500))
    .refuses('buy_now_unavailable', buyNow('ada', 500));
});

test('a refused bid leaves the offer standing', () => {
  given(OFFERED).refuses('below_minimum', bid('ada', 99)).when(buyNow('bob', 500));
});

test('what is not offered cannot be bought', () => {
  given().refuses('buy_now_unavailable', buyNow('ada', 500));
});

test('nobody pays a surprise: the amount must be the price that is offered', () => {
  given(OFFERED)
    .refuses('other_buy_now_price', buyNow('ada', 499))
    .refuses('other_buy_now_price', buyNow('ada', 501));
});

test('the buyer must have the points, and must not be the seller', () => {
  given(OFFERED, { ada: 499, [SELLER]: 1_000 })
    .refuses('insufficient_points', buyNow('ada', 500))
    .refuses('own_auction', buyNow(SELLER, 500));
});

test('buying now satisfies the reserve', () => {
  given({ ...OFFERED, reservePoints: 500 })
    .when(buyNow('ada', 500))
    .shows({ ending: 'sold', reserve: 'met' });
});

test('a bid as high as the offer is a bid, and no purchase', () => {
  given(OFFERED)
    .when(bid('ada', 500))
    .shows({ ending: null, price: 500, held: [500, 0, 0] });
});
