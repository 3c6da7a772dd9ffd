/** A client that does not know whether a bid arrived sends it again; a settler takes as many at once as happen to wait. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { points } from '../../auction/points.ts';
import type { Letter } from '../../auction/settlement.ts';
import { anyHistory, CLOSE_ALL } from './generated.ts';
import type { House } from './house.ts';

const RUNS = { numRuns: 300 };

/** Settles in consecutive batches of these sizes, over and over. */
function settleInBatches(house: House, letters: readonly Letter[], sizes: readonly number[]): void {
  let from = 0;
  for (let batch = 0; from < letters.length; batch++) {
    const size = sizes[batch % sizes.length] ?? 1;
    house.settle(letters.slice(from, from + size));
    from += size;
  }
}

test('how letters are batched changes nothing: not one record, movement, answer or state', () => {
  const anySizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(anyHistory, anySizes, ({ house, letters }, sizes) => {
      const all = [...letters, ...CLOSE_ALL];
      const [atOnce, oneByOne, split] = [house(), house(), house()];
      atOnce.settle(all);
      settleInBatches(oneByOne, all, [1]);
      settleInBatches(split, all, sizes);
      for (const other of [oneByOne, split]) {
        expect(other.everything()).toEqual(atOnce.everything());
        expect(other.answers).toEqual(atOnce.answers);
      }
    }),
    RUNS,
  );
});

test('a bid sent again, at once or after everything, gets its first record and moves nothing', () => {
  fc.assert(
    fc.property(anyHistory, fc.boolean(), ({ house: open, letters }, later) => {
      const house = open();
      const bids = letters.filter(({ request }) => request.kind === 'bid');
      const again = (letter: Letter, record: unknown) => {
        const [states, logged, moved] = [new Map(house.states), house.log.length, house.transfers.length];
        expect(house.settle([letter])).toEqual([{ kind: 'bid', record }]);
        expect([house.log.length, house.transfers.length]).toEqual([logged, moved]);
        for (const [id, state] of house.states) expect(state).toBe(states.get(id));
      };
      const decided: [Letter, unknown][] = [];
      for (const letter of bids) {
        const [answer] = house.settle([letter]);
        if (answer?.kind !== 'bid' || answer.record.outcome === 'duplicate_bid_id') continue;
        if (later) decided.push([letter, answer.record]);
        else again(letter, answer.record);
      }
      house.settle(CLOSE_ALL);
      for (const [letter, record] of decided) again(letter, record);
    }),
    RUNS,
  );
});

test('a used id with another amount, kind or auction is a duplicate, each time it is sent', () => {
  fc.assert(
    fc.property(anyHistory, ({ house: open, letters }) => {
      const house = open();
      for (const letter of letters) {
        const { auctionId, request } = letter;
        const [answer] = house.settle([letter]);
        if (request.kind !== 'bid' || answer?.kind !== 'bid' || answer.record.outcome === 'duplicate_bid_id')
          continue;
        const wallets = structuredClone(house.wallets);
        const others: Letter[] = [
          { auctionId, request: { ...request, points: points(request.points + 1) } },
          { auctionId, request: { ...request, bidKind: request.bidKind === 'plain' ? 'maximum' : 'plain' } },
          { auctionId: auctionId === 'lamp' ? 'clock' : 'lamp', request },
        ];
        const outcomes = [...others, ...others].map((other) => house.settle([other])[0]);
        for (const outcome of outcomes)
          expect(outcome).toMatchObject({ record: { outcome: 'duplicate_bid_id' } });
        expect(house.wallets).toEqual(wallets);
        expect(house.settle([letter])).toEqual([answer]);
      }
    }),
    { numRuns: 100 },
  );
});

test('an id is its bidder’s own: somebody else may use the same', () => {
  fc.assert(
    fc.property(anyHistory, ({ house: open }) => {
      const house = open();
      const bid = (bidderId: string, amount: number): Letter => ({
        auctionId: 'lamp',
        request: { kind: 'bid', bidKind: 'plain', bidderId, bidId: '1', points: points(amount), atMs: 0 },
      });
      house.settle([bid('ada', 1), bid('bob', 2)]);
      expect(house.log.map(({ outcome }) => outcome)).toEqual(['not_started', 'not_started']);
    }),
    { numRuns: 10 },
  );
});

test('a desk that lost its auction decides nothing', () => {
  fc.assert(
    fc.property(anyHistory, ({ house: open, letters }) => {
      const house = open();
      const owned = new Map(
        [...house.states].map(([id, state]) => [id, { ...state, epoch: state.epoch + 1 }]),
      );
      const before = structuredClone(house.everything());
      house.settleAs(owned, letters);
      for (const answer of house.answers) expect(answer).toEqual({ kind: 'stale' });
      expect(house.everything()).toEqual(before);
    }),
    { numRuns: 50 },
  );
});
