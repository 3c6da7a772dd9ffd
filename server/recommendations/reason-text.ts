import type { Gender, Recommendation, RecommendationReason } from '../../auction/api.ts';
import { CATEGORIES } from '../../auction/categories.ts';

const WHO: Readonly<Record<Gender, string>> = {
  female: 'Women',
  male: 'Men',
  other: 'People',
  undisclosed: 'People',
};

/** A reason as people are told it; with nothing beside it that the recommender may have sent along. */
export function toldReason(reason: RecommendationReason): Recommendation['reason'] {
  switch (reason.kind) {
    case 'because_bid':
    case 'because_liked':
    case 'because_won': {
      const { kind, auctionId, title } = reason;
      const did = { because_bid: 'bid on', because_liked: 'like', because_won: 'won' }[kind];
      return { kind, auctionId, title, text: `Because you ${did} “${title}”` };
    }
    case 'group': {
      const { kind, ageFrom, ageTo, gender } = reason;
      return { kind, ageFrom, ageTo, gender, text: `${WHO[gender]} ${agedText(ageFrom, ageTo)} bid on this` };
    }
    case 'category': {
      const { kind, category } = reason;
      const name = CATEGORIES.find(({ id }) => id === category)?.name ?? category;
      return { kind, category, text: `From ${name}, where you are active most` };
    }
    case 'popular':
      return { kind: 'popular', text: 'Many people bid on this' };
    default:
      return reason satisfies never;
  }
}

function agedText(ageFrom: number, ageTo: number | null): string {
  if (ageTo === null) return `of ${ageFrom} and over`;
  if (ageFrom === 0) return `under ${ageTo + 1}`;
  return ageFrom % 10 === 0 && ageTo === ageFrom + 9
    ? `in their ${ageFrom}s`
    : `between ${ageFrom} and ${ageTo}`;
}
