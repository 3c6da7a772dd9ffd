import { type Kysely, sql } from 'kysely';
import type { AuctionCard } from '../../auction/api.ts';
import { imagePaths } from '../images/paths.ts';
import type { DB } from '../schema.ts';
import type { StoredAuction } from '../stored-auctions.ts';
import { folded, gramsOf } from './folding.ts';

type Fixed = Omit<
  AuctionCard,
  'endsAt' | 'phase' | 'remainingMs' | 'ending' | 'pricePoints' | 'bidCount' | 'watcherCount' | 'likeCount'
>;

/** The beginning of a card: what does not change while bids come in. `cardText` appends the rest. */
export function cardHead({ auction, title, category, sellerName, images, listedAt }: StoredAuction): string {
  const fixed: Fixed = {
    id: auction.id,
    title,
    category,
    imageUrl: images[0] === undefined ? null : imagePaths(images[0].id).cardUrl,
    sellerId: auction.sellerId,
    sellerName,
    startPricePoints: auction.terms.startPricePoints,
    startsAt: new Date(auction.terms.startsAtMs).toISOString(),
    listedAt: listedAt.toISOString(),
  };
  return JSON.stringify(fixed).slice(0, -1);
}

/** Puts an auction into the catalogue, or writes its row anew after an edit; in the transaction that stored it. */
export async function writeCard(db: Kysely<DB>, stored: StoredAuction): Promise<void> {
  const { auction } = stored;
  const words = folded(stored.title);
  // To the microsecond, which a JavaScript date does not hold.
  const listedAtUs = sql<number>`(select (extract(epoch from listed_at) * 1000000)::bigint from auction where id = ${auction.id})`;
  const changing = {
    category: stored.category,
    starts_at_ms: auction.terms.startsAtMs,
    ends_at_ms: auction.endsAtMs,
    ends_at_text: new Date(auction.endsAtMs).toISOString(),
    price: auction.pricePoints,
    folded: words,
    card_head: cardHead(stored),
  };
  await db
    .insertInto('catalogue')
    .values({
      auction_id: auction.id,
      seller_id: auction.sellerId,
      listed_at_us: listedAtUs,
      ...changing,
    })
    .onConflict((conflict) => conflict.column('auction_id').doUpdateSet(changing))
    .execute();
  const found = { folded: words, grams: gramsOf(words) };
  await db
    .insertInto('catalogue_words')
    .values({ auction_id: auction.id, listed_at_us: listedAtUs, ...found })
    .onConflict((conflict) => conflict.column('auction_id').doUpdateSet(found))
    .execute();
}

/** After somebody changed their name: it stands on every card of theirs. */
export async function renameSeller(db: Kysely<DB>, sellerId: string, name: string): Promise<void> {
  await sql`
    with theirs as (
      select auction_id from catalogue where seller_id = ${sellerId} order by auction_id for no key update
    )
    update catalogue c set card_head = left(((card_head || '}')::jsonb || jsonb_build_object('sellerName', ${name}::text))::text, -1)
    from theirs where c.auction_id = theirs.auction_id and (card_head || '}')::jsonb ->> 'sellerName' <> ${name}`.execute(
    db,
  );
}
