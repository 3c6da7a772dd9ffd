import { LRUCache } from 'lru-cache';
import type { AuctionCard, Recommendation } from '../../auction/api.ts';
import type { Group } from '../../auction/groups.ts';
import type { Catalogue } from '../../persistence/catalogue/catalogue.ts';
import type { HouseClock } from '../../rooms/ports.ts';
import { RECOMMENDATION_LIMITS } from './limits.ts';
import { toldReason } from './reason-text.ts';

type Kept = { readonly cards: readonly AuctionCard[]; readonly group: Group };

/** What people get while there are no recommendations: what those like them bid on most, as of some moments ago. */
export function openPopularList(popular: Catalogue['popular'], clock: HouseClock) {
  const lists = new LRUCache<string, Kept, Group>({
    max: RECOMMENDATION_LIMITS.popularGroups,
    ttl: RECOMMENDATION_LIMITS.popularKeptMs,
    // Asked once, however many wait for the answer.
    fetchMethod: async (_key, _old, { context }) => {
      const { cards, group } = await popular(context, RECOMMENDATION_LIMITS.popularKept, clock.nowMs());
      return { cards: JSON.parse(`[${cards}]`), group };
    },
  });

  return async (
    group: Group,
    { notOf, limit }: { readonly notOf: string | null; readonly limit: number },
  ): Promise<readonly Recommendation[]> => {
    const kept = await lists.fetch(JSON.stringify(group), { context: group });
    if (kept === undefined) return [];
    const reason = toldReason(kept.group === null ? { kind: 'popular' } : { kind: 'group', ...kept.group });
    const nowMs = clock.nowMs();
    return kept.cards
      .map((card) => ({ ...card, remainingMs: Date.parse(card.endsAt) - nowMs }))
      .filter(({ sellerId, remainingMs }) => sellerId !== notOf && remainingMs > 0)
      .slice(0, limit)
      .map((auction) => ({ auction, reason }));
  };
}
