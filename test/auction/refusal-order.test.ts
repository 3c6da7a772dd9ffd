/** The order in which refusals are declared is the order in which they are checked: whoever breaks several rules hears of the first. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Auction, listed, minimumBid } from '../../auction/auction.ts';
import type { BidCommand } from '../../auction/commands.ts';
import { decide } from '../../auction/decide.ts';
import { evolve } from '../../auction/evolve.ts';
import { points } from '../../auction/points.ts';
import { REFUSALS, type RefusalCode } from '../../auction/refusals.ts';
import { anyTerms } from './generated.ts';
import { bid, bidUpTo, buyNow, cancel, given, SELLER, second } from './story.ts';

const ORDER = Object.keys(REFUSALS) as RefusalCode[];
const PEOPLE = ['ada', 'bob', SELLER] as const;

/** When each refusal of a bid applies, whatever else does: written from the words of each, not from the rules. */
const APPLIES: Partial<Record<RefusalCode, (auction: Auction, bid: BidCommand) => boolean>> = {
  cancelled: ({ ending }) => ending?.kind === 'cancelled',
  ended: ({ endsAtMs, ending }, { atMs }) => ending !== null || atMs >= endsAtMs,
  not_started: ({ terms }, { atMs }) => atMs < terms.startsAtMs,
  own_auction: ({ sellerId }, { bidderId }) => bidderId === sellerId,
  already_leading: ({ leader }, { bidderId, kind }) => kind === 'plain' && leader?.userId === bidderId,
  buy_now_unavailable: ({ terms, acceptedBids }, { kind }) =>
    kind === 'buy_now' && (terms.buyNowPoints === null || acceptedBids > 0),
  other_buy_now_price: ({ terms }, { kind, points }) => kind === 'buy_now' && points !== terms.buyNowPoints,
  below_minimum: (auction, { kind, bidderId, points }) =>
    kind !== 'buy_now' && points < minimumBid(auction) && auction.leader?.userId !== bidderId,
  maximum_not_raised: ({ leader }, { kind, bidderId, points }) =>
    kind === 'maximum' && leader?.userId === bidderId && points <= leader.maximumPoints,
  insufficient_points: ({ leader }, { kind, bidderId, points, availablePoints }) => {
    const already = kind === 'maximum' && leader?.userId === bidderId ? leader.maximumPoints : 0;
    return points - already > availablePoints;
  },
};

const anyTime = fc.oneof(
  fc.integer({ min: -2, max: 27 }).map(second),
  fc.integer({ min: second(1), max: second(20) }),
  fc.integer({ min: second(1), max: second(20) }),
);

const anyBid: fc.Arbitrary<BidCommand> = fc.record({
  kind: fc.constantFrom('plain', 'maximum', 'maximum', 'buy_now'),
  bidderId: fc.constantFrom(...PEOPLE),
  points: fc.integer({ min: 1, max: 300 }).map(points),
  availablePoints: fc.integer({ min: 0, max: 400 }).map(points),
  atMs: anyTime,
});

/** An auction in any state that up to three bids and an ending may bring it to, and one more bid. */
const anySituation = fc
  .record({
    terms: anyTerms,
    before: fc.array(anyBid, { maxLength: 3 }),
    ending: anyEnding(),
    bid: anyBid,
    exact: fc.boolean(),
  })
  .map(({ terms, before, ending, bid, exact }) => {
    let auction = listed('a', SELLER, terms);
    const commands = [...before.map((each) => ({ ...each, availablePoints: points(1_000) })), ...ending];
    for (const command of commands) {
      const decision = decide(auction, command);
      if (decision.kind === 'accepted') auction = decision.events.reduce(evolve, auction);
    }
    // The one amount that buys is not found by chance.
    const amount = bid.kind === 'buy_now' && exact ? (terms.buyNowPoints ?? bid.points) : bid.points;
    return { auction, bid: { ...bid, points: amount } as BidCommand };
  });

function anyEnding() {
  const command = fc.record({ kind: fc.constantFrom('close' as const, 'cancel' as const), atMs: anyTime });
  return fc.oneof(
    { arbitrary: fc.constant([]), weight: 5 },
    { arbitrary: command.map((one) => [one]), weight: 1 },
  );
}

const applicable = (auction: Auction, command: BidCommand) =>
  ORDER.filter((code) => APPLIES[code]?.(auction, command) === true);

test('of all refusals that apply, the one declared first is given; where none applies, the bid is accepted', () => {
  fc.assert(
    fc.property(anySituation, ({ auction, bid }) => {
      const [first] = applicable(auction, bid);
      const decision = decide(auction, bid);
      expect(decision.kind === 'refused' ? decision.code : undefined).toBe(first);
    }),
    { numRuns: 5_000 },
  );
});

test('the situations above break one rule, several and none', () => {
  const situations = fc.sample(anySituation, { numRuns: 3_000, seed: 1 });
  const broken = situations.map(({ auction, bid }) => applicable(auction, bid));
  expect(new Set(broken.map(([first]) => first))).toEqual(new Set([...Object.keys(APPLIES), undefined]));
  expect(broken.filter(({ length }) => length > 2).length).toBeGreaterThan(300);
});

test('a seller without points who bids too little before the start hears that it has not started', () => {
  given({}, { [SELLER]: 0 })
    .refuses('not_started', bid(SELLER, 1, -1))
    .refuses('own_auction', bid(SELLER, 1))
    .refuses('ended', bid(SELLER, 1, 3_600));
});

test('a seller who buys its own item, for too little and without points, hears that it is its own', () => {
  given().refuses('own_auction', buyNow(SELLER, 1));
});

test('a leader who bids too little without points hears that it leads already', () => {
  given({}, { ada: 100 })
    .when(bid('ada', 100))
    .refuses('already_leading', bid('ada', 1))
    .refuses('already_leading', bid('ada', 9_999))
    .refuses('maximum_not_raised', bidUpTo('ada', 1));
});

test('somebody without points who bids too little hears of the minimum', () => {
  given({}, { ada: 0 })
    .refuses('below_minimum', bid('ada', 99))
    .refuses('insufficient_points', bid('ada', 100));
});

test('somebody without points who buys for a wrong price what is no longer offered hears of the offer', () => {
  given({ buyNowPoints: 500 }, { bob: 0 })
    .refuses('other_buy_now_price', buyNow('bob', 400))
    .when(bid('ada', 100))
    .refuses('buy_now_unavailable', buyNow('bob', 400));
});

test('after a cancellation everybody hears just that, at any time', () => {
  given()
    .when(cancel())
    .refuses('cancelled', bid(SELLER, 1, -1))
    .refuses('cancelled', bid('ada', 1, 9_999));
});
