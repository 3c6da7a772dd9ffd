import { describe, expect, it } from 'vitest';
import { points } from '../../auction/points.ts';
import { LogReplay } from '../../auction/replay-log.ts';
import type { Letter } from '../../auction/settlement.ts';
import { House } from './house.ts';
import { second, terms } from './story.ts';

const MINUTE = 60_000;
/** The story's auctions end after an hour. */
const END = second(3_600);

const close = (atMs: number): Letter => ({ auctionId: 'lamp', request: { kind: 'close', atMs } });
const bid = (bidderId: string, amount: number, atMs: number): Letter => ({
  auctionId: 'lamp',
  request: {
    kind: 'bid',
    bidderId,
    bidId: `${bidderId} ${amount}`,
    bidKind: 'plain',
    points: points(amount),
    atMs,
  },
});

const house = () =>
  new House(
    [{ id: 'lamp', sellerId: 'sue', terms: terms() }],
    new Map([
      ['sue', 0],
      ['ann', 1_000],
      ['bob', 1_000],
    ]),
  );

describe('an auction whose end fell into an outage of the whole house', () => {
  it('goes on for as long as there was left, and then ends', () => {
    const one = house();
    one.settle([bid('ann', 200, second(10))]);
    one.outage = { fromMs: END - 5 * MINUTE, untilMs: END + 20 * MINUTE };

    expect(one.settle([close(END + 20 * MINUTE + 1)])).toEqual([{ kind: 'refused', code: 'not_over' }]);
    expect(one.state('lamp').auction).toMatchObject({ endsAtMs: END + 25 * MINUTE, ending: null });

    expect(one.settle([bid('bob', 300, END + 21 * MINUTE)])).toMatchObject([
      { record: { outcome: 'accepted' } },
    ]);
    expect(one.settle([close(END + 25 * MINUTE)])).toEqual([{ kind: 'done' }]);
    expect(one.state('lamp').auction.ending).toMatchObject({ kind: 'sold', winnerId: 'bob' });
    expect(one.wallet('ann')).toEqual({ available: 1_000, held: 0 });
  });

  it('goes on for a minute at least', () => {
    const one = house();
    one.outage = { fromMs: END - 1_000, untilMs: END + MINUTE };
    one.settle([close(END + MINUTE)]);
    expect(one.state('lamp').auction.endsAtMs).toBe(END + 2 * MINUTE);
  });

  it('is prolonged once for it', () => {
    const one = house();
    one.outage = { fromMs: END - 1_000, untilMs: END + MINUTE };
    one.settle([close(END + MINUTE), close(END + MINUTE)]);
    expect(one.prolongations).toHaveLength(1);
    expect(one.settle([close(END + 2 * MINUTE)])).toEqual([{ kind: 'done' }]);
  });

  it('ends when even the time given back is over', () => {
    const one = house();
    one.outage = { fromMs: END - 1_000, untilMs: END + MINUTE };
    expect(one.settle([close(END + 3 * MINUTE)])).toEqual([{ kind: 'done' }]);
  });

  it.each([
    { when: 'before', outage: { fromMs: END - 10 * MINUTE, untilMs: END - 1 } },
    { when: 'after', outage: { fromMs: END, untilMs: END + MINUTE } },
  ])('ends as planned when the outage was $when its end', ({ outage }) => {
    const one = house();
    one.outage = outage;
    expect(one.settle([close(END + 2 * MINUTE)])).toEqual([{ kind: 'done' }]);
  });

  it('can be decided again from its log', () => {
    const one = house();
    one.settle([bid('ann', 200, second(10))]);
    one.outage = { fromMs: END - 5 * MINUTE, untilMs: END + 20 * MINUTE };
    one.settle([close(END + 20 * MINUTE)]);
    one.settle([bid('bob', 300, END + 21 * MINUTE)]);
    one.settle([close(END + 25 * MINUTE)]);

    const replay = new LogReplay(one.state('lamp'));
    const [first, later] = one.log;
    const [moved] = one.prolongations;
    if (first === undefined || later === undefined || moved === undefined)
      throw new Error('nothing happened');
    const entries = [...replay.bid(first), replay.prolongation(moved), ...replay.bid(later), ...replay.end()];
    expect(entries.flatMap(({ differences }) => differences)).toEqual([]);
  });
});
