import {
  auctionImageLine,
  auctionLine,
  catalogueLines,
  likeLine,
  type SeededAuction,
} from '../persistence/bulk/auction-lines.ts';
import type { Blocks } from './blocks.ts';
import { imagesOf, shownOf } from './images.ts';
import { likesOf } from './likes.ts';
import type { Outcomes } from './outcomes.ts';
import type { Plan } from './plans.ts';
import { type Stage, sellerOf } from './play.ts';
import { randomPer } from './random.ts';
import { descriptionOf, titleOf } from './titles.ts';

/** The oldest listing first, as they would lie in the table. */
export function inListedOrder({ auctions, planOf }: Stage): Uint32Array {
  const listed = Float64Array.from({ length: auctions }, (_, index) => planOf(index).listedMicros);
  const order = Uint32Array.from({ length: auctions }, (_, index) => index);
  return order.sort((a, b) => (listed[a] ?? 0) - (listed[b] ?? 0) || a - b);
}

/** Adds one auction's rows: itself, its card and words, its pictures, its likes. */
export function lister(stage: Stage, outcomes: Outcomes, blocks: Blocks): (plan: Plan) => void {
  const { seed, nowMs, people, interested } = stage;
  const images = Map.groupBy(imagesOf(seed), ({ category }) => category);
  const wordingOf = randomPer(seed, 'title');
  const showingOf = randomPer(seed, 'pictures');
  const likingOf = randomPer(seed, 'likes');

  return (plan) => {
    const { index, category, listedMicros } = plan;
    const seller = sellerOf(plan, people);
    const { auction, ...position } = outcomes.of(plan, seller.id);
    const untilMs = Math.min(nowMs, auction.ending?.atMs ?? nowMs);
    const random = wordingOf(index);
    const title = titleOf(random, category);
    const shown = shownOf(showingOf(index), images.get(category) ?? []);
    const likes = likesOf(likingOf(index), plan, untilMs, interested);

    const listing: SeededAuction = {
      position,
      listedMicros,
      stored: {
        auction,
        title,
        description: descriptionOf(random, title),
        category,
        images: shown,
        sellerName: seller.name,
        likes: likes.length,
        watchers: 0,
        listedAt: new Date(Math.floor(listedMicros / 1_000)),
      },
    };
    const { catalogue, words } = catalogueLines(listing);
    blocks.add('auction', auctionLine(listing));
    blocks.add('catalogue', catalogue);
    blocks.add('catalogue_words', words);
    for (const [place, image] of shown.entries())
      blocks.add('auction_image', auctionImageLine(auction.id, place, image.id));
    for (const { person, atMs } of likes) blocks.add('auction_like', likeLine(auction.id, person.id, atMs));
  };
}
