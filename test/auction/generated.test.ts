/** Properties prove nothing about what never happens: the generated histories go everywhere. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyHistory, CLOSE_ALL } from './generated.ts';

test('the generated histories reach every outcome, every ending, extensions and answered bids', () => {
  const seen = new Map<string, number>();
  const see = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  for (const { house: open, letters } of fc.sample(anyHistory, { numRuns: 300, seed: 1 })) {
    const house = open();
    house.settle([...letters, ...CLOSE_ALL]);
    for (const { outcome, leading } of house.log)
      see(outcome === 'accepted' ? `${outcome}, leading ${leading}` : outcome);
    for (const { auction } of house.states.values()) {
      see(auction.ending?.kind === 'unsold' ? auction.ending.reason : `${auction.ending?.kind}`);
      if (auction.endsAtMs > auction.terms.plannedEndsAtMs) see('extended');
    }
  }
  expect([...seen.keys()].sort()).toEqual(
    [
      ...['accepted, leading true', 'accepted, leading false', 'extended'],
      ...['sold', 'no_bids', 'reserve_not_met', 'cancelled', 'ended', 'not_started', 'duplicate_bid_id'],
      ...[
        'own_auction',
        'already_leading',
        'buy_now_unavailable',
        'other_buy_now_price',
        'below_minimum',
        'maximum_not_raised',
      ],
      'insufficient_points',
    ].sort(),
  );
  if (process.env.SHOW_HISTORIES) console.table(Object.fromEntries(seen));
});
