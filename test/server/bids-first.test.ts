import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { BidsFirst } from '../../server/catalogue/bids-first.ts';

const HOUR_MS = 3_600_000;

/** A settler that is told when it is busy. */
function settler() {
  let working: Promise<void> | undefined;
  let end = () => {};
  return {
    settled: () => working,
    begin() {
      const { promise, resolve } = Promise.withResolvers<void>();
      working = promise;
      end = resolve;
    },
    end() {
      working = undefined;
      end();
    },
  };
}

const bounds = { perTurn: 1, patienceMs: HOUR_MS, quietMs: HOUR_MS };

test('without bids nobody waits', () => {
  expect(new BidsFirst(() => undefined, bounds).turn()).toBeUndefined();
});

test('while bids are being settled everybody else waits, and goes in order when they are', async () => {
  const bids = settler();
  const first = new BidsFirst(bids.settled, bounds);
  bids.begin();
  const gone: number[] = [];
  const waiting = [1, 2, 3].map((who) => first.turn()?.then(() => gone.push(who)));
  for (let turn = 0; turn < 5; turn++) await nextTurn();
  expect(gone).toEqual([]);
  bids.end();
  await vi.waitFor(() => expect(gone).toEqual([1, 2, 3]));
  await Promise.all(waiting);
});

test('a settlement that begins meanwhile stops those who have not gone yet', async () => {
  const bids = settler();
  const first = new BidsFirst(bids.settled, bounds);
  bids.begin();
  const gone: number[] = [];
  const waiting = [1, 2].map((who) =>
    first.turn()?.then(() => {
      gone.push(who);
      if (who === 1) bids.begin();
    }),
  );
  bids.end();
  await vi.waitFor(() => expect(gone).toEqual([1]));
  for (let turn = 0; turn < 5; turn++) await nextTurn();
  expect(gone).toEqual([1]);
  bids.end();
  await Promise.all(waiting);
  expect(gone).toEqual([1, 2]);
});

test('nobody is held back for longer than their patience, whatever is settled', async () => {
  const bids = settler();
  const first = new BidsFirst(bids.settled, { ...bounds, patienceMs: 1 });
  bids.begin();
  await Promise.all([first.turn(), first.turn(), first.turn()]);
  expect(bids.settled()).toBeDefined();
});

test('when it has been quiet for long enough nobody waits any more', async () => {
  const bids = settler();
  const first = new BidsFirst(bids.settled, { ...bounds, quietMs: 0 });
  bids.begin();
  const waiting = first.turn();
  expect(waiting).toBeDefined();
  bids.end();
  await waiting;
  await vi.waitFor(() => expect(first.turn()).toBeUndefined());
});
