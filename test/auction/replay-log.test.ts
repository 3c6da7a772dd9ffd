/** The audit's eye: one altered field of a stored log or state is seen. That untouched ones are agreed with is in `histories.test.ts`. */
import { expect, test } from 'vitest';
import { points } from '../../auction/points.ts';
import type { BidRecord, OwnedState } from '../../auction/records.ts';
import { LogReplay } from '../../auction/replay-log.ts';
import type { Letter } from '../../auction/settlement.ts';
import { House } from './house.ts';
import { second, terms } from './story.ts';

const bid = (bidderId: string, amount: number, bidId: string, atS: number): Letter => ({
  auctionId: 'lamp',
  request: { kind: 'bid', bidKind: 'maximum', bidderId, bidId, points: points(amount), atMs: second(atS) },
});
const close = (kind: 'close' | 'cancel', atS: number): Letter => ({
  auctionId: 'lamp',
  request: { kind, atMs: second(atS) },
});

/** Entries 1 to 6: too early, three bids, a used id, too poor; then 7, the close; then 8, too late. */
const HISTORY = [
  bid('ada', 200, '0', -5),
  bid('ada', 200, '1', 1),
  bid('bob', 150, '1', 2),
  bid('bob', 300, '2', 3_599),
  bid('bob', 301, '2', 3_599),
  bid('ada', 9_999, '2', 3_599),
  close('close', 3_700),
  bid('ada', 500, '3', 3_701),
];

function settled(letters: readonly Letter[] = HISTORY) {
  const softClose = { windowMs: 60_000, extendByMs: 60_000, capMs: 120_000 };
  const house = new House(
    [{ id: 'lamp', sellerId: 'sam', terms: terms({ softClose, feeBasisPoints: 1_000 }) }],
    new Map([
      ['ada', 1_000],
      ['bob', 1_000],
      ['sam', 0],
    ]),
  );
  house.settle(letters);
  return { stored: house.state('lamp'), log: [...house.log] };
}

function differences(stored: OwnedState, log: readonly BidRecord[]) {
  const replay = new LogReplay(stored);
  const entries = [...log.flatMap((record) => replay.bid(record)), ...replay.end()];
  return entries.flatMap((entry) => entry.differences);
}

const fields = (stored: OwnedState, log: readonly BidRecord[]) =>
  differences(stored, log).map(({ seq, field }) => `${seq} ${field}`);

test('an untouched log agrees', () => {
  const { stored, log } = settled();
  expect(log.map(({ seq, outcome }) => [seq, outcome])).toEqual([
    [1, 'not_started'],
    [2, 'accepted'],
    [3, 'accepted'],
    [4, 'accepted'],
    [5, 'duplicate_bid_id'],
    [6, 'insufficient_points'],
    [8, 'ended'],
  ]);
  expect(stored).toMatchObject({ seq: 8, closedSeq: 7 });
  expect(differences(stored, log)).toEqual([]);
});

test.each<[string, number, Partial<BidRecord>, string]>([
  ['outcome', 6, { outcome: 'accepted' }, '6 outcome'],
  ['outcome of a winner', 4, { outcome: 'below_minimum' }, '4 outcome'],
  ['lead', 3, { leading: true }, '3 leading'],
  ['price', 3, { pricePoints: points(152) }, '3 pricePoints'],
  ['minimum', 3, { minimumPoints: points(153) }, '3 minimumPoints'],
  ['amount', 4, { points: points(299) }, 'null maximumPoints'],
  ['bidder', 4, { bidderId: 'eve' }, 'null leader'],
  ['purse', 4, { availablePoints: points(100) }, '4 outcome'],
  ['time', 2, { atMs: second(-1) }, '2 outcome'],
  ['time within the window', 4, { atMs: second(3_598) }, 'null endsAtMs'],
  ['epoch', 3, { epoch: 9 }, '4 epoch'],
  ['late refusal', 8, { outcome: 'below_minimum' }, '8 outcome'],
])('an altered %s of a bid is seen', (_, seq, change, seen) => {
  const { stored, log } = settled();
  const altered = log.map((record) => (record.seq === seq ? { ...record, ...change } : record));
  expect(fields(stored, altered)).toContain(seen);
});

test('a bid that was taken out or put in is seen', () => {
  const { stored, log } = settled();
  expect(fields(stored, log.toSpliced(4, 1))).toContain('6 numbering');
  expect(fields(stored, log.slice(0, -1))).toContain('null seq');
  const [last] = log.slice(-1);
  expect(fields(stored, [...log, { ...(last as BidRecord), seq: 9 }])).toContain('null seq');
});

test.each<[string, (stored: OwnedState) => OwnedState, string]>([
  ['price', (stored) => withAuction(stored, { pricePoints: points(900) }), 'null pricePoints'],
  ['end', (stored) => withAuction(stored, { endsAtMs: second(3_600) }), 'null endsAtMs'],
  ['number of bids', (stored) => withAuction(stored, { acceptedBids: 2 }), 'null acceptedBids'],
  ['leader', (stored) => withAuction(stored, { leader: null }), 'null leader'],
  [
    'winner',
    (stored) =>
      withAuction(stored, {
        ending: { kind: 'sold', winnerId: 'ada', pricePoints: points(201), atMs: second(3_700) },
      }),
    'null winner',
  ],
  [
    'ending',
    (stored) => withAuction(stored, { ending: { kind: 'unsold', reason: 'no_bids', atMs: second(3_700) } }),
    'null ending',
  ],
  [
    'time of closing before the end',
    (stored) => withAuction(stored, { ending: { kind: 'cancelled', atMs: second(9_000) } }),
    '7 ending',
  ],
  ['number of the closing entry', (stored) => ({ ...stored, closedSeq: 9, seq: 9 }), '8 numbering'],
  ['epoch', (stored) => ({ ...stored, epoch: 0 }), 'null epoch'],
])('an altered %s of the auction is seen', (_, alter, seen) => {
  const { stored, log } = settled();
  expect(fields(alter(stored), log)).toContain(seen);
});

function withAuction(stored: OwnedState, changes: Partial<OwnedState['auction']>): OwnedState {
  return { ...stored, auction: { ...stored.auction, ...changes } };
}

test('attempts before the start may have been answered by terms that were changed since', () => {
  const { stored, log } = settled();
  const answered = { pricePoints: points(70), minimumPoints: points(70), atMs: second(30) };
  const edited = log.map((record) => (record.seq === 1 ? { ...record, ...answered } : record));
  expect(differences(stored, edited)).toEqual([]);
});

test('but no edit can have moved the start more than a minute back, nor any once somebody bid', () => {
  const { stored, log } = settled();
  const alter = (seq: number, change: Partial<BidRecord>) =>
    log.map((record) => (record.seq === seq ? { ...record, ...change } : record));
  expect(fields(stored, alter(1, { atMs: second(61) }))).toContain('1 outcome');
  expect(fields(stored, alter(3, { outcome: 'not_started' }))).toContain('3 outcome');
});

test('a cancelled log agrees, and is no other', () => {
  const { stored, log } = settled([
    ...HISTORY.slice(0, 4),
    close('cancel', 3_610),
    bid('ada', 900, '9', 3_611),
  ]);
  expect(stored.auction.ending?.kind).toBe('cancelled');
  expect(differences(stored, log)).toEqual([]);
});
