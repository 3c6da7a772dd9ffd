import type { Auction, Ending } from '../../../auction/auction.ts';
import { ANY_HIGHER } from '../../../auction/increments.ts';
import { points } from '../../../auction/points.ts';
import { auctionLine, likeLine } from '../../../persistence/bulk/auction-lines.ts';
import type { BulkBlock } from '../../../persistence/bulk/bulk-tables.ts';
import { userLine, walletLine } from '../../../persistence/bulk/people-lines.ts';
import { bidLine } from '../../../persistence/bulk/settlement-lines.ts';
import { Blocks } from '../../../seed/blocks.ts';
import type { Item } from '../world/items.ts';
import type { Person } from '../world/people.ts';
import type { Deal, World } from '../world/world.ts';

/** Often enough that a bar moves. */
const STEP = 20_000;

const EPOCH = 1;
/** What everybody could pay at any time: it is not the money that is measured here. */
const AVAILABLE = points(1_000_000_000);

export type Written = { readonly blocks: readonly BulkBlock[]; readonly done: number };

/**
 * A world as the tables that the recommender reads: people, bids, likes, auctions. There are no movements of money and no catalogue, so
 * this is no house that an audit would pass.
 */
export function* logOf(world: World): Generator<Written> {
  const blocks = new Blocks();
  for (const person of world.people) blocks.add('user', userLine(seeded(person)));
  yield { blocks: blocks.rest(), done: 0 };
  // Later than people, because the database wants those first.
  for (const { id } of world.people)
    blocks.add('wallet', walletLine(id, { available: AVAILABLE, held: points(0) }));
  let done = 0;
  for (const deal of world.deals()) {
    if (deal.kind === 'like') blocks.add('auction_like', likeLine(deal.item.id, deal.person.id, deal.atMs));
    else blocks.add('bid', bidLine(bidOf(deal), seeded(deal.person)));
    done += 1;
    if (done % STEP === 0) yield { blocks: blocks.full(), done };
  }
  for (const item of world.items) blocks.add('auction', auctionLine(auctionOf(world, item)));
  yield { blocks: blocks.rest(), done };
}

const seeded = ({ index, id, birthDate, gender, joinedMs }: Person) => ({
  ...{ id, birthDate, gender, signedUpMs: joinedMs },
  name: `Person ${index + 1}`,
  email: `person-${index + 1}@bench.ready-auction.local`,
});

const bidOf = (bid: Deal & { kind: 'bid' }) => ({
  ...{ auctionId: bid.item.id, bidderId: bid.person.id, bidId: bid.bidId },
  ...{ seq: bid.seq, epoch: EPOCH, kind: 'plain' as const, atMs: bid.atMs, outcome: bid.outcome },
  leading: bid.outcome === 'accepted',
  points: points(bid.points),
  pricePoints: points(bid.pricePoints),
  minimumPoints: points(bid.minimumPoints),
  availablePoints: AVAILABLE,
});

function auctionOf({ standing, people, recipe }: World, item: Item) {
  const { price, leader, leadSinceMs, accepted, logged } = standing.of(item);
  const leading = people[leader];
  const pricePoints = points(price);
  const over = item.endsMs <= recipe.untilMs;
  const auction: Auction = {
    id: item.id,
    sellerId: people[item.sellerIndex]?.id ?? '',
    terms: {
      startPricePoints: points(item.startPoints),
      reservePoints: null,
      buyNowPoints: null,
      ladder: ANY_HIGHER,
      softClose: null,
      feeBasisPoints: 0,
      startsAtMs: item.startsMs,
      plannedEndsAtMs: item.endsMs,
    },
    endsAtMs: item.endsMs,
    pricePoints,
    leader:
      leading === undefined ? null : { userId: leading.id, maximumPoints: pricePoints, sinceMs: leadSinceMs },
    acceptedBids: accepted,
    ending: over ? endingOf(leading, price, item.endsMs) : null,
  };
  return {
    stored: {
      ...{ auction, title: item.title, description: '', category: item.theme.category, images: [] },
      ...{ sellerName: '', likes: 0, watchers: 0, listedAt: new Date(item.listedMs) },
    },
    position: { epoch: EPOCH, seq: over ? logged + 1 : logged, closedSeq: over ? logged + 1 : null },
    listedMicros: item.listedMs * 1_000,
  };
}

const endingOf = (winner: Person | undefined, price: number, atMs: number): Ending =>
  winner === undefined
    ? { kind: 'unsold', reason: 'no_bids', atMs }
    : { kind: 'sold', winnerId: winner.id, pricePoints: points(price), atMs };
