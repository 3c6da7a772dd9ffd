import type { Kysely } from 'kysely';
import type { DB } from '../schema.ts';
import { cardText } from './card-text.ts';
import { statesAre } from './filters.ts';
import { type FoundCard, idOf, type Overlay, shown } from './overlay.ts';
import { cardsIn, readPage } from './page.ts';
import { Statement } from './statement.ts';

/** As many as anybody chooses at once; the statement is prepared for it. */
const MOST = 50;

/** Cards of auctions that somebody else has chosen, in that order: only what can be bid on now or later, and nothing that `notOf` sells. */
export function openChosen(db: Kysely<DB>, overlay?: Overlay) {
  return async (
    ids: readonly string[],
    { notOf, nowMs }: { readonly notOf: string | null; readonly nowMs: number },
  ): Promise<readonly FoundCard[]> => {
    if (ids.length === 0) return [];
    if (ids.length > MOST) throw new RangeError(`${ids.length} cards at once, not ${MOST}`);
    const statement = new Statement('chosen');
    const now = statement.bound(nowMs);
    const rows = `select auction_id as id, chosen.rank as key, ${cardText(now)} as card
      from unnest(${statement.bind(ids)}::uuid[]) with ordinality as chosen (auction_id, rank) join catalogue using (auction_id)
      where ${statesAre(['ready', 'live'], now).join()} and seller_id is distinct from ${statement.bind(notOf)}::uuid
      order by chosen.rank`;
    const { cards } = await readPage(db, { statement, rows }, MOST);
    return cardsIn(await shown(cards, overlay)).map((card) => ({ id: idOf(card), card }));
  };
}
