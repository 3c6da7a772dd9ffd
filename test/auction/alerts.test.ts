import { describe, expect, test } from 'vitest';
import { endingAlerts, isKept, keptAlert, passingAlert } from '../../auction/alerts.ts';
import type { AuctionClosed, BidTaken, EndExtended, EndingSoon, ItemListed } from '../../auction/feed.ts';

const AT = '2026-01-01T12:00:00.000Z';
const ENDS_AT = '2026-01-01T13:00:00.000Z';
const SEEN = { position: 17, title: 'A lamp', link: '/auctions/lamp' };
/** What every alert of it says of the auction. */
const ABOUT = { id: '17', at: AT, auctionId: 'lamp', title: 'A lamp', link: '/auctions/lamp' };

const bid = (changes: Partial<BidTaken> = {}): BidTaken => ({
  ...{ kind: 'bid', auctionId: 'lamp', at: AT, seq: 4, bidderId: 'bob', bidKind: 'maximum', leaderId: 'bob' },
  ...{
    outbidId: 'ada',
    releasedPoints: 500,
    pricePoints: 501,
    priceChanged: true,
    bidCount: 2,
    endsAt: ENDS_AT,
  },
  ...changes,
});
const extended: EndExtended = {
  ...{ kind: 'extended', auctionId: 'lamp', at: AT, seq: 4, pricePoints: 501, bidCount: 2, endsAt: ENDS_AT },
};
const endingSoon: EndingSoon = {
  ...{ kind: 'ending_soon', auctionId: 'lamp', at: AT, pricePoints: 501, bidCount: 2, endsAt: ENDS_AT },
};
const closed = (changes: Partial<AuctionClosed> = {}): AuctionClosed => ({
  ...{
    kind: 'closed',
    auctionId: 'lamp',
    at: AT,
    seq: 5,
    sellerId: 'sam',
    ending: 'sold',
    unsoldReason: null,
  },
  ...{ winnerId: 'bob', pricePoints: 501, bidCount: 2, releasedTo: 'bob', releasedPoints: 99 },
  ...{ payoutPoints: 501, feePoints: 50 },
  ...changes,
});
const listed: ItemListed = {
  ...{ kind: 'listed', auctionId: 'lamp', at: AT, sellerId: 'sam', title: 'A lamp', startPricePoints: 100 },
  ...{ startsAt: AT, endsAt: ENDS_AT },
};

describe('kept alerts', () => {
  test('outbid: who led has the points back', () => {
    expect(keptAlert('outbid', bid(), { ...SEEN, receiverId: 'ada' })).toEqual({
      ...{ ...ABOUT, kind: 'outbid', pricePoints: 501, bidCount: 2, endsAt: ENDS_AT, releasedPoints: 500 },
    });
  });

  test('outbid: whom a higher maximum answered has nothing back, for nothing was held', () => {
    const answered = bid({ bidderId: 'ada', leaderId: 'bob', outbidId: 'ada', releasedPoints: 0 });
    expect(keptAlert('outbid', answered, { ...SEEN, receiverId: 'ada' })).toMatchObject({
      releasedPoints: 0,
      pricePoints: 501,
    });
  });

  test('ending soon says when', () => {
    expect(keptAlert('ending_soon', endingSoon, { ...SEEN, receiverId: 'ada' })).toEqual({
      ...{ ...ABOUT, kind: 'ending_soon', pricePoints: 501, bidCount: 2, endsAt: ENDS_AT },
    });
  });

  test('won: the rest of the maximum is back', () => {
    expect(keptAlert('won', closed(), { ...SEEN, receiverId: 'bob' })).toEqual({
      ...{ ...ABOUT, kind: 'won', pricePoints: 501, bidCount: 2, releasedPoints: 99 },
    });
  });

  test('lost: it was sold to somebody else, whose rest is nobody else’s', () => {
    expect(keptAlert('lost', closed(), { ...SEEN, receiverId: 'ada' })).toEqual({
      ...{ ...ABOUT, kind: 'lost', pricePoints: 501, bidCount: 2, sold: true, releasedPoints: 0 },
    });
  });

  test('lost: who led what did not reach its reserve has all points back', () => {
    const event = closed({
      ...{ ending: 'unsold', unsoldReason: 'reserve_not_met', winnerId: null, releasedTo: 'bob' },
      ...{ releasedPoints: 600, payoutPoints: 0, feePoints: 0 },
    });
    expect(keptAlert('lost', event, { ...SEEN, receiverId: 'bob' })).toMatchObject({
      ...{ kind: 'lost', sold: false, releasedPoints: 600 },
    });
    expect(keptAlert('unsold', event, { ...SEEN, receiverId: 'sam' })).toEqual({
      ...{ ...ABOUT, kind: 'unsold', pricePoints: 501, bidCount: 2, reason: 'reserve_not_met' },
    });
  });

  test('sold: what was paid, and what the house took', () => {
    expect(keptAlert('sold', closed(), { ...SEEN, receiverId: 'sam' })).toEqual({
      ...{ ...ABOUT, kind: 'sold', pricePoints: 501, bidCount: 2, payoutPoints: 501, feePoints: 50 },
    });
  });

  test('ended: for who only looked on, with whether it was sold', () => {
    const ended = { ...ABOUT, kind: 'ended', pricePoints: 501, bidCount: 2 };
    expect(keptAlert('ended', closed(), { ...SEEN, receiverId: 'eve' })).toEqual({ ...ended, sold: true });
    const unsold = closed({ ending: 'unsold', unsoldReason: 'no_bids', winnerId: null });
    expect(keptAlert('ended', unsold, { ...SEEN, receiverId: 'eve' })).toEqual({ ...ended, sold: false });
  });

  test('cancelled: the leader has the points back, nobody else anything', () => {
    const event = closed({ ending: 'cancelled', winnerId: null, releasedTo: 'bob', releasedPoints: 600 });
    for (const [receiverId, releasedPoints] of [
      ['bob', 600],
      ['sam', 0],
      ['eve', 0],
    ] as const) {
      expect(keptAlert('cancelled', event, { ...SEEN, receiverId })).toEqual({
        ...{ ...ABOUT, kind: 'cancelled', pricePoints: 501, bidCount: 2, releasedPoints },
      });
    }
  });

  test.each([
    ['sold', { selling: 'sold', bidding: 'lost', asked: 'ended' }],
    ['unsold', { selling: 'unsold', bidding: 'lost', asked: 'ended' }],
    ['cancelled', { selling: 'cancelled', bidding: 'cancelled', asked: 'cancelled' }],
  ] as const)(
    'an end that is %s means something else to seller, bidders and lookers-on',
    (ending, alerts) => {
      expect(endingAlerts(closed({ ending }))).toEqual(alerts);
    },
  );

  test('are of ends, near ends, and bids that leave somebody behind; of nothing else', () => {
    expect([bid(), endingSoon, closed()].map(isKept)).toEqual([true, true, true]);
    expect([bid({ outbidId: null }), extended, listed].map(isKept)).toEqual([false, false, false]);
  });
});

describe('passing alerts', () => {
  test('price changed: the price, and until when one can bid', () => {
    expect(passingAlert(bid(), SEEN)).toEqual({
      ...{ ...ABOUT, kind: 'price_changed', pricePoints: 501, bidCount: 2, endsAt: ENDS_AT },
    });
  });

  test('extended: the new end', () => {
    expect(passingAlert(extended, SEEN)).toEqual({
      ...{ ...ABOUT, kind: 'extended', pricePoints: 501, bidCount: 2, endsAt: ENDS_AT },
    });
  });

  test('a bid that changes nothing for those who watch is nothing for them, nor is any other event', () => {
    const others = [bid({ priceChanged: false }), endingSoon, closed(), listed];
    expect(others.map((event) => passingAlert(event, SEEN))).toEqual(others.map(() => undefined));
  });
});
