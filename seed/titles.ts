import type { Category } from '../auction/categories.ts';
import { anyOf, byRank } from './chance.ts';
import type { Random } from './random.ts';
import { BRANDS } from './vocabulary/brands.ts';
import { NOUNS } from './vocabulary/nouns.ts';
import {
  ENGLISH_ADJECTIVES,
  ENGLISH_COLOURS,
  EXTRAS,
  KOREAN_ADJECTIVES,
  KOREAN_COLOURS,
  KOREAN_EXTRAS,
  MATERIALS,
} from './vocabulary/qualities.ts';
import { MODELS, RARE_KOREAN_NOUNS, RARE_KOREAN_PAIRS, RARE_NOUNS } from './vocabulary/rare-words.ts';

/** How often a title has a part. Half of all titles are Korean, a fifth of them with English words among it. */
const SHARES = {
  korean: 0.52,
  mixed: 0.25,
  adjective: 0.75,
  secondAdjective: 0.15,
  colour: 0.35,
  material: 0.45,
  brand: 0.5,
  model: 0.4,
  extra: 0.12,
  rareNoun: 0.004,
};

const brands = byRank(BRANDS, 6);
const rareKorean = [...RARE_KOREAN_NOUNS, ...RARE_KOREAN_PAIRS];

type Wording = {
  readonly adjectives: ReturnType<typeof byRank<string>>;
  readonly colours: readonly string[];
  readonly extras: readonly string[];
  readonly rareNouns: readonly string[];
  readonly language: 'english' | 'korean';
};

const ENGLISH: Wording = {
  adjectives: byRank(ENGLISH_ADJECTIVES, 5),
  colours: ENGLISH_COLOURS,
  extras: EXTRAS,
  rareNouns: RARE_NOUNS,
  language: 'english',
};

const KOREAN: Wording = {
  adjectives: byRank(KOREAN_ADJECTIVES, 5),
  colours: KOREAN_COLOURS,
  extras: KOREAN_EXTRAS,
  rareNouns: rareKorean,
  language: 'korean',
};

const nouns = new Map(
  Object.entries(NOUNS).map(([category, { english, korean }]) => [
    category,
    { english: byRank(english), korean: byRank(korean) },
  ]),
);

/** A title as sellers write them: what it is, what it is like, by whom, and which model. */
export function titleOf(random: Random, category: Category): string {
  const wording = random() < SHARES.korean ? KOREAN : ENGLISH;
  const mixed = wording === KOREAN && random() < SHARES.mixed;
  const describing = mixed && random() < 0.5 ? ENGLISH : wording;
  const parts: string[] = [];
  if (random() < SHARES.adjective) parts.push(describing.adjectives.pick(random));
  if (random() < SHARES.secondAdjective) {
    const second = describing.adjectives.pick(random);
    if (second !== parts[0]) parts.push(second);
  }
  if (random() < SHARES.colour) parts.push(anyOf(random, wording.colours));
  if (random() < SHARES.material) parts.push(anyOf(random, MATERIALS[category][wording.language]));
  const branded = random() < SHARES.brand || mixed;
  if (branded) parts.push(brands.pick(random)[mixed ? 'english' : wording.language]);
  parts.push(nounOf(random, category, wording));
  if (random() < SHARES.model) parts.push(anyOf(random, MODELS));
  if (random() < SHARES.extra) parts.push(anyOf(random, wording.extras));
  return parts.join(' ');
}

function nounOf(random: Random, category: Category, { language, rareNouns }: Wording): string {
  if (random() < SHARES.rareNoun) return anyOf(random, rareNouns);
  return nouns.get(category)?.[language].pick(random) ?? category;
}

/** A sentence or two under the title. */
export function descriptionOf(random: Random, title: string): string {
  return `${title}. ${anyOf(random, CONDITIONS)} ${anyOf(random, DELIVERIES)}`;
}

const CONDITIONS = [
  '사용감이 거의 없습니다.',
  '생활 기스가 조금 있습니다.',
  '사진과 같은 상태입니다.',
  'Well kept, hardly used.',
  'Some marks of use, see the pictures.',
  'Sold as found.',
];

const DELIVERIES = [
  '택배로 보내 드립니다.',
  '직거래도 가능합니다.',
  'Sent the day after the auction ends.',
  'Collected in person, or sent.',
];
