import { auctionById, type StoredAuction } from '../../persistence/stored-auctions.ts';
import type { Parts } from '../parts.ts';
import { demoPeople, fillPurse } from './accounts.ts';
import { houseBid } from './bidding.ts';
import { paintPictures } from './pictures.ts';
import { restock } from './stock.ts';

/** How long a house thinks before somebody bids again, over all auctions. */
const PAUSE_MS = { least: 300, most: 2_000 };
const RESTOCK_MS = 60_000;

/** Something to look at: auctions of every kind, and house bidders alive in them. `stop` waits for the bid under way. */
export async function startDemo(parts: Parts): Promise<{ stop(): Promise<void> }> {
  const { clock, database, house, log } = parts;
  const { sellerId, bidderIds } = await demoPeople(parts);
  let open: StoredAuction[] = await restock(parts, sellerId);
  let restockedMs = clock.nowMs();
  let stopped = false;
  // Nobody waits for it: the house is open, and its pictures come as they are ready.
  const painting = paintPictures(parts, sellerId, open, () => !stopped).catch((error: unknown) =>
    log.warn({ err: error }, 'some things of the demo have no picture'),
  );

  const bidSomewhere = async () => {
    if (clock.nowMs() - restockedMs > RESTOCK_MS) {
      open = await restock(parts, sellerId);
      restockedMs = clock.nowMs();
    }
    const chosen = anyOf(open);
    const bidderId = anyOf(bidderIds);
    const now = chosen && (await auctionById(database.db, chosen.auction.id));
    if (now === undefined || bidderId === undefined) return;
    const bid = houseBid(now.auction, now.title, clock.nowMs(), Math.random);
    if (bid === undefined || now.auction.leader?.userId === bidderId) return;
    const outcome = await house.bid(now.auction.id, bidderId, bid);
    if (outcome.status === 'refused' && outcome.code === 'insufficient_points')
      await fillPurse(parts, bidderId);
  };

  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();
  const next = () => {
    timer = setTimeout(
      () => {
        underWay = bidSomewhere()
          .catch((error: unknown) => log.warn({ err: error }, 'a house bidder stumbled'))
          .then(() => {
            if (timer !== undefined) next();
          });
      },
      PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least),
    );
  };
  next();
  return {
    async stop() {
      clearTimeout(timer);
      timer = undefined;
      stopped = true;
      await Promise.all([underWay, painting]);
    },
  };
}

const anyOf = <T>(things: readonly T[]): T | undefined => things[Math.floor(Math.random() * things.length)];
