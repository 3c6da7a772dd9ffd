import type { Category } from '../../auction/categories.ts';

/** What is said of things of every kind, most often first. */
export const ENGLISH_ADJECTIVES =
  'Vintage, New, Rare, Original, Classic, Handmade, Used, Compact, Limited, Restored, Large, Small, Modern, Antique, Sealed, Lightweight'.split(
    ', ',
  );

export const KOREAN_ADJECTIVES =
  '빈티지, 정품, 미개봉, 중고, 한정판, 고급, 수제, 희귀, 새것, 대형, 소형, 클래식, 최신형, 휴대용, 복각, 튼튼한'.split(
    ', ',
  );

export const ENGLISH_COLOURS = 'Black, White, Brown, Silver, Blue, Green, Red, Grey, Cream, Navy'.split(', ');

export const KOREAN_COLOURS = '검정, 흰색, 갈색, 은색, 남색, 회색, 녹색, 빨강, 베이지, 금색'.split(', ');

/** Without the quality nobody would look for it: what stands at the end. Some have characters that formats must escape. */
export const EXTRAS =
  '27", 15.6", (boxed), w/ box, set of 2, 1:18, S/M, 100% cotton, A+, 50/50, #1, Lot\\2, "Mk II"'.split(', ');

export const KOREAN_EXTRAS = '풀박스, 세트, 2인용, 27인치, 특가, (보증서), 개인소장, 1+1, 급처, S급'.split(
  ', ',
);

type Materials = { readonly english: readonly string[]; readonly korean: readonly string[] };

const materials = (english: string, korean: string): Materials => ({
  english: english.split(', '),
  korean: korean.split(', '),
});

const CLOTH = materials('Leather, Wool, Cotton, Linen, Denim, Silk', '가죽, 울, 면, 린넨, 데님, 실크');
const WOOD = materials(
  'Oak, Walnut, Teak, Wooden, Rattan, Steel',
  '원목, 참나무, 호두나무, 티크, 라탄, 철제',
);
const METAL = materials('Aluminium, Steel, Titanium, Carbon', '알루미늄, 스테인리스, 티타늄, 카본');

export const MATERIALS: Readonly<Record<Category, Materials>> = {
  electronics: materials('Wireless, Bluetooth, Digital, Aluminium', '무선, 블루투스, 디지털, 알루미늄'),
  fashion: CLOTH,
  furniture: WOOD,
  'home-appliances': materials('Stainless, Electric, Cordless', '스테인리스, 전기, 무선'),
  sports: METAL,
  car: materials('Diesel, Hybrid, Electric, Winter', '디젤, 하이브리드, 전기, 겨울용'),
  art: materials('Oil, Bronze, Ceramic, Framed, Signed', '유채, 청동, 도자, 액자, 친필'),
  jewelry: materials('Gold, Silver, Pearl, Platinum, Jade', '금, 은, 진주, 백금, 비취'),
  'music-instruments': materials('Maple, Spruce, Brass, Rosewood', '단풍나무, 가문비, 황동, 장미목'),
  other: materials('Paper, Wooden, Porcelain, Tin', '종이, 나무, 도자기, 양철'),
};
