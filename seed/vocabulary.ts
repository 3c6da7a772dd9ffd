/** Words of seeded titles by how common they are, for benches that search: each is found by the search of the catalogue, in any part of a word. */
import { MODELS, RARE_KOREAN_NOUNS, RARE_KOREAN_PAIRS, RARE_NOUNS } from './vocabulary/rare-words.ts';

const words = (text: string): readonly string[] => text.split(', ');

/** Each in 1 to 10 of a hundred titles. */
export const COMMON_WORDS: readonly string[] = words(
  'vintage, new, rare, original, classic, handmade, used, compact, limited, restored, large, small, modern, antique, camera, jacket, silver, blue, norhaven, kestrelin, 빈티지, 미개봉, 한정판, 카메라, 클래식, 최신형, 알루미늄, 노르헤븐',
);

/** Each in some 50 of 600,000 titles, 5 at least and 200 at most: odd things, and model numbers. */
export const RARE_WORDS: readonly string[] = [
  ...RARE_NOUNS,
  ...RARE_KOREAN_NOUNS,
  ...MODELS.filter((_, index) => index % 100 === 0),
].map((word) => word.toLowerCase());

/** Korean words of two characters, which trigrams cannot find. */
export const KOREAN_PAIRS = {
  /** In 1 to 10 of a hundred titles. */
  common: words(
    '정품, 중고, 고급, 가방, 수제, 희귀, 새것, 시계, 의자, 대형, 소형, 자켓, 은색, 금색, 갈색, 반지',
  ),
  /** In some 50 of 600,000 titles. */
  rare: RARE_KOREAN_PAIRS,
  /** Also, or only, inside longer words: 손목시계, 여행가방, 안락의자, 전기기타. */
  compounded: words('시계, 가방, 의자, 기타, 반지, 렌즈, 손목, 여행, 안락, 커플'),
} as const;
