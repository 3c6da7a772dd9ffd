import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compared } from '../../replay/comparison.ts';
import { readRecording } from '../../replay/recording.ts';
import { reservesAtFinal } from '../../replay/reserves.ts';
import { secondPrice } from './second-price.ts';

const FILE = fileURLToPath(new URL('../../../shared/data/ebay-proxy-bids.csv', import.meta.url));

/** Only arithmetic: replaying them for real takes minutes, see `npm run replay`. */
describe.runIf(existsSync(FILE))('the real auctions', () => {
  const auctions = () => readRecording(FILE, readFileSync(FILE, 'utf8'));
  const folded = (reserves: ReadonlyMap<string, number>) =>
    compared(
      auctions(),
      auctions().map(({ auction, openingCents, bids }) => ({
        auction,
        ...secondPrice(openingCents, bids, reserves.get(auction)),
      })),
      reserves,
    );

  it('end at their real price by the second price in at least 92 of 100, and at their highest maximum in all', () => {
    const comparisons = folded(new Map());
    const exact = comparisons.filter((one) => one.exact).length;
    expect(exact / comparisons.length).toBeGreaterThanOrEqual(0.92);
    expect(comparisons.every(({ winnerRight }) => winnerRight)).toBe(true);
  });

  it('end at it in at least 98 of 100 with the reserve they probably had', () => {
    const differing = folded(new Map()).filter(({ exact }) => !exact);
    const again = folded(reservesAtFinal(differing.map(({ recorded }) => recorded)));
    expect(again.filter(({ exact }) => exact).length / again.length).toBeGreaterThanOrEqual(0.98);
  });
});
