import { randomUUID } from 'node:crypto';
import type { BidMessage } from '../auction/protocol.ts';
import type { LiveAuction } from '../client-sdk/index.ts';
import type { Attempt } from './client-log.ts';
import type { Lot } from './lot.ts';
import type { Random } from './random.ts';

/** What somebody does next: mostly they bid sensibly, and sometimes as nobody should. */
export type Offer = { readonly bid: BidMessage; readonly via: 'socket' | 'rest' };

const MORE = 9;
const MUCH_MORE = 60;

export function nextOffer(
  { view, standing }: Pick<LiveAuction, 'view' | 'standing'>,
  lot: Lot,
  earlier: readonly Attempt[],
  random: Random,
): Offer {
  const via = random.happens(0.1) ? 'rest' : 'socket';
  const again = repeated(earlier, random);
  if (again !== undefined) return { bid: again, via };
  if (lot.buyNowPoints !== null && view.bidCount === 0 && random.happens(0.1)) {
    return { bid: fresh('buy_now', lot.buyNowPoints), via };
  }
  if (standing.leading && random.happens(0.8)) {
    return {
      bid: fresh('maximum', (standing.maximumPoints ?? view.pricePoints) + random.between(0, MUCH_MORE)),
      via,
    };
  }
  if (random.happens(0.05)) return { bid: fresh('plain', Math.max(1, view.minimumPoints - 1)), via };
  if (random.happens(0.3))
    return { bid: fresh('maximum', view.minimumPoints + random.between(0, MUCH_MORE)), via };
  return { bid: fresh('plain', view.minimumPoints + random.between(0, MORE)), via };
}

/** A bid that ought to be accepted, to find out whether any is. */
export const probingOffer = ({ view }: Pick<LiveAuction, 'view'>, random: Random): Offer => ({
  bid: fresh('maximum', view.minimumPoints + random.between(MORE, MUCH_MORE)),
  via: 'socket',
});

const fresh = (kind: BidMessage['kind'], points: number): BidMessage => ({
  bidId: randomUUID(),
  kind,
  points,
});

/** An id that has its outcome already: mostly the very same bid again, now and then another one under the same id. */
function repeated(earlier: readonly Attempt[], random: Random): BidMessage | undefined {
  const decided = earlier.filter(({ told }) => told.length > 0);
  const attempt = decided[random.between(0, Math.max(0, decided.length - 1))];
  if (attempt === undefined || !random.happens(0.06)) return undefined;
  const { bid } = attempt;
  return random.happens(0.7) ? bid : { ...bid, points: bid.points + 1 };
}
