/** The checker over a history written by hand: it has nothing to say about the true one, and one word for each lie. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkHistory } from '../../chaos/checker/check.ts';
import { VIOLATIONS, type ViolationKind } from '../../chaos/checker/violations.ts';
import { END_MS, type SmallHistory, smallHistory } from './small-history.ts';

let house: SmallHistory;

beforeEach(async () => {
  house = await smallHistory();
});
afterEach(() => house?.close());

const KINDS = Object.keys(VIOLATIONS) as ViolationKind[];

/** What was found, and how often. */
async function found(): Promise<Partial<Record<ViolationKind, number>>> {
  const { findings } = await checkHistory(house.url, [house.annsLog, house.bobsLog], END_MS + 1_000);
  return Object.fromEntries(
    KINDS.map((kind) => [kind, findings.count(kind)] as const).filter(([, count]) => count > 0),
  );
}

it('a true history is not complained about, and counted', async () => {
  expect(await found()).toEqual({});
  const verdict = await checkHistory(house.url, [house.annsLog, house.bobsLog], END_MS);
  expect(verdict).toMatchObject({ acknowledged: 2, decided: 3, auctions: 1, sold: 1, sightings: 4 });
});

type Lie = [about: string, tell: (house: SmallHistory) => unknown, finds: ViolationKind];

const LIES: Lie[] = [
  [
    'an accepted bid that is not stored',
    ({ sql, bids }) => sql('delete from bid where bid_id = $1', [bids.second]),
    'lost',
  ],
  [
    'a refused bid that is not stored',
    ({ sql, bids }) => sql('delete from bid where bid_id = $1', [bids.low]),
    'lost',
  ],
  [
    'a bid that is stored with another outcome than was told',
    ({ sql, bids }) => sql(`update bid set outcome = 'already_leading' where bid_id = $1`, [bids.low]),
    'lost',
  ],
  [
    'a bid that is stored with another price than was told',
    ({ bobsLog }) => {
      const [attempt] = bobsLog.attempts;
      const [first] = attempt?.told ?? [];
      if (first !== undefined)
        attempt?.told.splice(0, 1, { ...first, outcome: { ...first.outcome, pricePoints: 109 } });
    },
    'lost',
  ],
  ['a charge that is not there', ({ annsLog }) => annsLog.charges.push({ key: 'other', points: 5 }), 'lost'],
  [
    'two outcomes for one bid',
    ({ annsLog, bobsLog }) => {
      const refusal = annsLog.attempts[1]?.told[0];
      if (refusal !== undefined) bobsLog.attempts[0]?.told.push(refusal);
    },
    'doubled',
  ],
  [
    'a bid that is decided twice',
    async ({ sql, bids }) => {
      await sql('drop index bid_decided_once');
      await sql(
        `insert into bid select auction_id, 5, epoch, bidder_id, bid_id, kind, points, at, 'below_minimum', false, price, minimum,
         available, bidder_age, bidder_gender from bid where bid_id = $1`,
        [bids.second],
      );
    },
    'doubled',
  ],
  [
    'a winner who did not lead',
    ({ sql, ann }) => sql('update auction set leader_id = $1, winner_id = $1', [ann]),
    'wrong_winner',
  ],
  [
    'a sale that was none',
    ({ sql }) => sql(`update auction set ending = 'unsold', unsold_reason = 'no_bids', winner_id = null`),
    'wrong_winner',
  ],
  [
    'two who were told that they had won',
    ({ annsLog, auctionId }) =>
      annsLog.closings.push({ auctionId, won: true, ending: 'sold', pricePoints: 110 }),
    'wrong_winner',
  ],
  [
    'a release that was dropped',
    ({ sql }) => sql(`delete from transfer where kind = 'release'`),
    'unbalanced',
  ],
  [
    'a hold that was taken twice',
    ({ sql }) =>
      sql(
        `insert into transfer (user_id, kind, points, auction_id, seq)
         select user_id, kind, points, auction_id, seq from transfer where kind = 'hold' and seq = 1`,
      ),
    'unbalanced',
  ],
  ['points from nowhere', ({ sql }) => sql('update wallet set available = available + 1'), 'unbalanced'],
  ['held points of nobody who leads', ({ sql }) => sql('update wallet set held = held + 1'), 'unbalanced'],
  [
    'a bid that was accepted after the end',
    ({ sql, bids }) =>
      sql(`update bid set at = (select ends_at from auction) where bid_id = $1`, [bids.second]),
    'late',
  ],
  [
    'a bid that was stamped by another clock',
    ({ sql, annsLog, bids }) => {
      const told = annsLog.attempts[0]?.told[0];
      if (told?.outcome.status === 'accepted') {
        const atMs = told.outcome.atMs + 30_000;
        annsLog.attempts[0]?.told.splice(0, 1, { ...told, outcome: { ...told.outcome, atMs } });
        return sql('update bid set at = to_timestamp($1::double precision / 1000) where bid_id = $2', [
          atMs,
          bids.first,
        ]);
      }
    },
    'late',
  ],
  [
    'a bid by an owner who had been followed by another',
    ({ sql }) => sql('update bid set epoch = case seq when 1 then 1 else 0 end'),
    'disordered',
  ],
  ['an entry that is missing', ({ sql }) => sql('update auction set seq = 5, closed_seq = 5'), 'disordered'],
  [
    'a price that its bid did not lead to',
    ({ sql, bids }) => sql('update bid set price = price - 1 where bid_id = $1', [bids.low]),
    'disordered',
  ],
  ['a bid that nobody sent', ({ annsLog }) => annsLog.attempts.splice(1, 1), 'invented'],
  [
    'a price that was shown and never came to be',
    ({ annsLog, auctionId }) => annsLog.saw(auctionId, { bidCount: 3, pricePoints: 120, leaderAlias: 'ann' }),
    'invented',
  ],
  [
    'a leader who was shown and never led',
    ({ annsLog, auctionId }) => annsLog.saw(auctionId, { bidCount: 1, pricePoints: 100, leaderAlias: 'bob' }),
    'invented',
  ],
  [
    'an auction that is over and open',
    ({ sql }) =>
      sql('update auction set ending = null, winner_id = null, closed_at = null, closed_seq = null, seq = 3'),
    'unclosed',
  ],
];

it.each(LIES)('%s is found', async (_about, tell, kind) => {
  await tell(house);
  expect(await found()).toHaveProperty(kind);
});
