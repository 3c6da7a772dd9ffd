import type { Category } from '../../auction/categories.ts';
import type { LadderName } from '../../auction/increments.ts';

/** One thing the demo sells, again and again. Amounts are points, times minutes from when it is listed. */
export type DemoItem = {
  readonly title: string;
  readonly category: Category;
  readonly description: string;
  readonly start: number;
  /** What house bidders think it is worth, more or less. */
  readonly worth: number;
  readonly startsIn?: number;
  readonly lasts: number;
  readonly reserve?: number;
  readonly buyNow?: number;
  readonly ladder?: LadderName;
  readonly softClose?: boolean;
};

/** Of every kind some: plain, reserve, buy-now, soft close, eBay's ladder, not yet started; ending all over the next hour. */
export const DEMO_ITEMS: readonly DemoItem[] = [
  item('Brass desk lamp, 1930s', 'furniture', 'Rewired, with a green glass shade.', 1_000, 6_000, 4),
  item(
    '조선 백자 달항아리 (재현)',
    'art',
    '지름 40cm. 현대 작가의 손으로 빚은 달항아리입니다.',
    20_000,
    90_000,
    7,
    {
      reserve: 60_000,
    },
  ),
  item('Mechanical keyboard, 65%', 'electronics', 'Brown switches, aluminium case.', 3_000, 12_000, 9, {
    softClose: true,
  }),
  item('필름 카메라 Pentax K1000', 'electronics', '작동 양호, 50mm 렌즈 포함.', 5_000, 18_000, 11, {
    ladder: 'ebay',
  }),
  item('Signed first edition: poems', 'other', 'Some foxing; the signature is clean.', 2_500, 14_000, 13, {
    reserve: 9_000,
  }),
  item(
    'Fixed-gear bicycle, 56 cm',
    'sports',
    'Collected in person, or sent in a large box.',
    8_000,
    35_000,
    15,
    {
      ladder: 'ebay',
      softClose: true,
    },
  ),
  item('한글 활자 세트 (1950년대)', 'art', '납 활자 약 400자, 나무 상자 포함.', 4_000, 16_000, 17, {
    softClose: true,
  }),
  item('Espresso machine, lever', 'home-appliances', 'Serviced last spring.', 15_000, 60_000, 19, {
    buyNow: 85_000,
  }),
  item('Star atlas, 1960', 'other', 'All 24 plates are there.', 1_500, 7_500, 21),
  item('통기타 (올 솔리드)', 'music-instruments', '하드 케이스 포함, 잔기스 약간.', 12_000, 48_000, 24, {
    reserve: 30_000,
    softClose: true,
  }),
  item('Box of 30 mystery records', 'other', 'Mostly soul. Sold as found.', 500, 4_000, 26, {
    ladder: 'ebay',
  }),
  item('Marine chronometer', 'other', 'Keeps time to a second a day.', 40_000, 180_000, 28, {
    reserve: 120_000,
    ladder: 'ebay',
  }),
  item('빈티지 손목시계', 'jewelry', '수동 감기, 오버홀 완료.', 9_000, 42_000, 30, { buyNow: 60_000 }),
  item(
    'Telescope, 8 inch Dobsonian',
    'electronics',
    'The mirror was cleaned this year.',
    10_000,
    38_000,
    33,
    {
      softClose: true,
    },
  ),
  item('Hand-drawn map of the old harbour', 'art', 'Ink and watercolour, framed.', 2_000, 11_000, 36),
  item('책가도 병풍 (6폭)', 'art', '민화 작가의 작품. 상태 최상.', 30_000, 110_000, 39, {
    reserve: 70_000,
    softClose: true,
  }),
  item('Synthesizer, 4 voices', 'music-instruments', 'One key sticks in cold weather.', 18_000, 66_000, 42, {
    ladder: 'ebay',
  }),
  item('Chess set, boxwood', 'sports', 'A knight was turned again by hand.', 1_200, 5_500, 45),
  item('나전칠기 보석함', 'jewelry', '자개 장식, 1980년대 통영.', 6_000, 25_000, 48, {
    buyNow: 40_000,
    softClose: true,
  }),
  item('Railway station clock', 'furniture', 'Double-sided, runs from the mains.', 7_000, 28_000, 52, {
    reserve: 20_000,
  }),
  item('Fountain pen, gold nib', 'fashion', 'Medium nib, a little flex.', 2_200, 9_500, 56, {
    ladder: 'ebay',
  }),
  item('Rocking horse', 'furniture', 'Grey, with a real mane.', 3_500, 15_000, 30, { startsIn: 10 }),
  item('다기 세트 (분청)', 'home-appliances', '다관과 찻잔 다섯 개.', 4_500, 17_000, 35, {
    startsIn: 20,
    softClose: true,
  }),
  item('Barometer, mahogany', 'furniture', 'It says "change", and means it.', 2_800, 10_500, 30, {
    startsIn: 30,
    reserve: 8_000,
  }),
];

function item(
  title: string,
  category: Category,
  description: string,
  start: number,
  worth: number,
  lasts: number,
  more: Partial<DemoItem> = {},
): DemoItem {
  return { title, category, description, start, worth, lasts, ...more };
}
