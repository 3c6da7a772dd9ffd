import type { ListingRequest } from '../../auction/api.ts';
import { phaseAt, type UserId } from '../../auction/auction.ts';
import { readyAmong } from '../../persistence/images/standing.ts';
import { createAuction } from '../../persistence/listings.ts';
import { auctionsOf, type StoredAuction } from '../../persistence/stored-auctions.ts';
import { termsOf } from '../catalogue/listing-terms.ts';
import type { Parts } from '../parts.ts';
import { DEMO_ITEMS, type DemoItem } from './items.ts';
import { pictureIdOf } from './pictures.ts';

const MINUTE_MS = 60_000;
/** Every item once, and as many that are over: older ones cannot be open any more. */
const LOOKED_AT = DEMO_ITEMS.length * 2;

type Needs = Pick<Parts, 'clock' | 'config' | 'database'>;

/** Lists every item that is not on offer now, and returns all that are. */
export async function restock(
  { clock, config, database }: Needs,
  sellerId: UserId,
): Promise<StoredAuction[]> {
  const { items } = await auctionsOf(database.db, sellerId, { after: undefined, limit: LOOKED_AT });
  const nowMs = clock.nowMs();
  const open = items.filter(({ auction }) => ['ready', 'live'].includes(phaseAt(auction, nowMs)));
  const onOffer = new Set(open.map(({ title }) => title));
  const painted = await readyAmong(
    database.db,
    DEMO_ITEMS.map(({ title }) => pictureIdOf(sellerId, title)),
  );
  for (const item of DEMO_ITEMS) {
    if (onOffer.has(item.title)) continue;
    const terms = termsOf(listing(item, nowMs), nowMs, config.feeBasisPoints);
    const { title, category, description } = item;
    const imageIds = [pictureIdOf(sellerId, title)].filter((id) => painted.has(id));
    const created = await createAuction(database.db, {
      sellerId,
      title,
      category,
      description,
      terms,
      imageIds,
    });
    if (created.kind === 'created') open.push(created.stored);
  }
  return open;
}

function listing(item: DemoItem, nowMs: number): ListingRequest {
  const {
    title,
    description,
    start,
    reserve = null,
    buyNow = null,
    ladder = 'any_higher',
    startsIn = 0,
    lasts,
  } = item;
  const startsAtMs = nowMs + startsIn * MINUTE_MS;
  return {
    title,
    description,
    startPricePoints: start,
    reservePoints: reserve,
    buyNowPoints: buyNow,
    ladder,
    softClose: item.softClose ? { windowSeconds: 30, extendBySeconds: 30, capSeconds: 300 } : null,
    startsAt: new Date(startsAtMs).toISOString(),
    endsAt: new Date(startsAtMs + lasts * MINUTE_MS).toISOString(),
  };
}
