import type { Gender } from '../../../auction/api.ts';
import { CATEGORY_IDS, type Category } from '../../../auction/categories.ts';
import { anyOf, byRank, longTailed, Weighted, wholeNumber } from '../../../seed/chance.ts';
import { type Random, randomPer } from '../../../seed/random.ts';
import { BRANDS } from '../../../seed/vocabulary/brands.ts';
import { NOUNS } from '../../../seed/vocabulary/nouns.ts';
import {
  ENGLISH_ADJECTIVES,
  ENGLISH_COLOURS,
  KOREAN_ADJECTIVES,
  KOREAN_COLOURS,
} from '../../../seed/vocabulary/qualities.ts';
import { MODELS } from '../../../seed/vocabulary/rare-words.ts';

const THEMES_PER_CATEGORY = 6;

const GENDERS: readonly Gender[] = ['female', 'male', 'other', 'undisclosed'];

/** The middles of the bands that people are told apart by: under 20, twenties, thirties, forties, fifties, older. */
const BAND_AGES = [16, 25, 35, 45, 55, 67] as const;

/** What people of any age and gender want at least, beside those who want it most. */
const WANTED_BY_ANYBODY = 0.2;

/** Something people are interested in, finer than a category. Nothing but the generator knows of them. */
export type Theme = {
  readonly index: number;
  readonly category: Category;
  /** Its own words in titles; all others are used by all themes. */
  readonly nouns: Readonly<Record<'english' | 'korean', readonly string[]>>;
  /** How much of it is sold, and how many want it, beside the others. */
  readonly size: number;
  readonly peakAge: number;
  readonly ageSpread: number;
  /** How much more women want it than men. */
  readonly femaleFactor: number;
};

/** How far the themes of a category are from what is in fashion with whom in the whole of it. */
const OWN = { ageYears: 12, femaleSpread: 0.5 };

export function themesOf(seed: number): Theme[] {
  const randomOf = randomPer(seed, 'theme');
  const ofCategory = randomPer(seed, 'theme category');
  return CATEGORY_IDS.flatMap((category, place) => {
    const common = ofCategory(place);
    const [peakAge, femaleFactor] = [15 + 55 * common(), longTailed(common, 1, 0.7)];
    return Array.from({ length: THEMES_PER_CATEGORY }, (_, number) => {
      const index = place * THEMES_PER_CATEGORY + number;
      const random = randomOf(index);
      const every = (words: readonly string[]) =>
        words.filter((_, word) => word % THEMES_PER_CATEGORY === number);
      return {
        index,
        category,
        nouns: { english: every(NOUNS[category].english), korean: every(NOUNS[category].korean) },
        size: longTailed(random, 1, 0.7),
        peakAge: peakAge + OWN.ageYears * (2 * random() - 1),
        ageSpread: wholeNumber(random, 8, 25),
        femaleFactor: femaleFactor * longTailed(random, 1, OWN.femaleSpread),
      };
    });
  });
}

const bandOf = (age: number): number => Math.min(5, Math.max(0, Math.floor(age / 10) - 1));

/** What a group wants: something by chance, and how likely each theme is to be it, by its index. */
type GroupTaste = { readonly pick: (random: Random) => Theme; readonly likelihoods: readonly number[] };

/** What people of an age band and a gender choose from when it is not their own taste. */
export function groupTastes(themes: readonly Theme[]): (age: number, gender: Gender) => GroupTaste {
  const tables = BAND_AGES.map((age) =>
    GENDERS.map((gender): GroupTaste => {
      const weights = themes.map((theme) => theme.size * wanted(theme, age, gender));
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      const table = new Weighted(themes, ({ index }) => weights[index] ?? 0);
      return {
        pick: (random) => table.pick(random),
        likelihoods: weights.map((weight) => weight / all),
      };
    }),
  );
  return (age, gender) => tables[bandOf(age)]?.[GENDERS.indexOf(gender)] as GroupTaste;
}

/** How much a group wants a theme beside other groups. */
function wanted({ peakAge, ageSpread, femaleFactor }: Theme, age: number, gender: Gender): number {
  const byAge = WANTED_BY_ANYBODY + Math.exp(-(((age - peakAge) / ageSpread) ** 2) / 2);
  const exponent = gender === 'female' ? 0.5 : gender === 'male' ? -0.5 : 0;
  return byAge * femaleFactor ** exponent;
}

const brands = byRank(BRANDS, 6);

/** Of all titles so many have a word of any theme of the category: sellers do not sort their things as those do who look for them. */
const ODD_TITLES = 0.25;

/** A title with one word that mostly tells its theme, and others that say little. */
export function titleOf(random: Random, { nouns, category }: Theme): string {
  const language = random() < 0.5 ? 'korean' : 'english';
  const korean = language === 'korean';
  const parts: string[] = [];
  if (random() < 0.7) parts.push(anyOf(random, korean ? KOREAN_ADJECTIVES : ENGLISH_ADJECTIVES));
  if (random() < 0.35) parts.push(anyOf(random, korean ? KOREAN_COLOURS : ENGLISH_COLOURS));
  if (random() < 0.5) parts.push(brands.pick(random)[language]);
  parts.push(anyOf(random, (random() < ODD_TITLES ? NOUNS[category] : nouns)[language]));
  if (random() < 0.4) parts.push(anyOf(random, MODELS));
  return parts.join(' ');
}
