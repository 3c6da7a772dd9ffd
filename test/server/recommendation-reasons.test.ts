import { expect, test } from 'vitest';
import type { RecommendationReason } from '../../auction/api.ts';
import { toldReason } from '../../server/recommendations/reason-text.ts';

const auctionId = '00000000-0000-4000-8000-000000000000';

test.each<[RecommendationReason, string]>([
  [{ kind: 'because_bid', auctionId, title: 'Lamp' }, 'Because you bid on “Lamp”'],
  [{ kind: 'because_liked', auctionId, title: 'Lamp' }, 'Because you like “Lamp”'],
  [{ kind: 'because_won', auctionId, title: 'Lamp' }, 'Because you won “Lamp”'],
  [{ kind: 'group', ageFrom: 0, ageTo: 19, gender: 'female' }, 'Women under 20 bid on this'],
  [{ kind: 'group', ageFrom: 30, ageTo: 39, gender: 'male' }, 'Men in their 30s bid on this'],
  [{ kind: 'group', ageFrom: 70, ageTo: null, gender: 'other' }, 'People of 70 and over bid on this'],
  [{ kind: 'group', ageFrom: 25, ageTo: 34, gender: 'female' }, 'Women between 25 and 34 bid on this'],
  [{ kind: 'category', category: 'home-appliances' }, 'From Home appliances, where you are active most'],
  [{ kind: 'popular' }, 'Many people bid on this'],
])('a reason is told: %o', (reason, text) => {
  expect(toldReason(reason)).toEqual({ ...reason, text });
});
