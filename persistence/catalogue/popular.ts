import type { Kysely } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Group } from '../../auction/groups.ts';
import type { DB } from '../schema.ts';
import { cardText } from './card-text.ts';
import { stateIs } from './filters.ts';
import { type Overlay, shown } from './overlay.ts';
import { cardsIn, readPage } from './page.ts';
import { Statement } from './statement.ts';

/** `cards` is the inside of a JSON array. */
export type Popular = { readonly cards: string; readonly group: Group };

/** What was bid on within so long is popular now. */
const LATELY = "interval '7 days'";
/** Kept in order of popularity, so that there is enough left when some of them end. */
const KEPT = 200;
/** Fewer say more about two people than about a group. */
const ENOUGH = 5;
/** What people like moves slowly; the cards themselves are always fresh. */
const REMEMBERED = { max: 64, ttl: 60_000 } as const;

/** Live auctions by how many different people bid on them lately: people of a group, or everybody where those are too few. */
export function openPopular(db: Kysely<DB>, overlay?: Overlay) {
  const ranked = new LRUCache<string, readonly string[], { group: Group; nowMs: number }>({
    ...REMEMBERED,
    fetchMethod: (_key, _old, { context }) => rank(db, context.group, context.nowMs),
  });
  const idsFor = async (group: Group, nowMs: number) =>
    (await ranked.fetch(JSON.stringify(group), { context: { group, nowMs } })) ?? [];
  const live = async (ids: readonly string[], limit: number, nowMs: number) =>
    shown(await liveCards(db, ids, limit, nowMs), overlay);

  return async (group: Group, limit: number, nowMs: number): Promise<Popular> => {
    const cards = group === null ? '' : await live(await idsFor(group, nowMs), limit, nowMs);
    if (group !== null && cardsIn(cards).length >= Math.min(ENOUGH, limit)) return { cards, group };
    return { cards: await live(await idsFor(null, nowMs), limit, nowMs), group: null };
  };
}

async function rank(db: Kysely<DB>, group: Group, nowMs: number): Promise<readonly string[]> {
  const statement = new Statement();
  const now = statement.bound(nowMs);
  const ours =
    group === null
      ? ''
      : ` and bidder_gender = ${statement.bind(group.gender)} and bidder_age between ${statement.bound(group.ageFrom)}
          and ${statement.bound(group.ageTo ?? 200)}`;
  const rows = await statement.rows<{ id: string }>(
    db,
    `with lately as materialized (
      select auction_id, count(distinct bidder_id) as bidders, max(at) as last
      from bid where at > to_timestamp(${now} / 1000.0) - ${LATELY} and outcome = 'accepted'${ours} group by auction_id
    )
    select c.auction_id as id from lately join catalogue c using (auction_id) where ${stateIs('live', now)}
    order by bidders desc, last desc, c.auction_id limit ${KEPT}`,
  );
  return rows.map(({ id }) => id);
}

async function liveCards(db: Kysely<DB>, ids: readonly string[], limit: number, nowMs: number) {
  if (ids.length === 0) return '';
  const statement = new Statement(`popular-${limit}`);
  const now = statement.bound(nowMs);
  const rows = `select auction_id as id, wanted.rank as key, ${cardText(now)} as card
    from unnest(${statement.bind(ids)}::uuid[]) with ordinality as wanted (auction_id, rank) join catalogue using (auction_id)
    where ${stateIs('live', now)} order by wanted.rank limit ${limit}`;
  return (await readPage(db, { statement, rows }, limit)).cards;
}
