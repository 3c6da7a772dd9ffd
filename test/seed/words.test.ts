/** What benches search for: titles alone, all 600,000 of them, counted without a database. */
import { beforeAll, expect, test } from 'vitest';
import { folded } from '../../persistence/catalogue/folding.ts';
import { planner } from '../../seed/plans.ts';
import { randomPer } from '../../seed/random.ts';
import { titleOf } from '../../seed/titles.ts';
import { MODELS } from '../../seed/vocabulary/rare-words.ts';
import { COMMON_WORDS, KOREAN_PAIRS, RARE_WORDS } from '../../seed/vocabulary.ts';

const AUCTIONS = 600_000;
/** How many titles have this as one of their words. */
const titlesByWord = new Map<string, number>();
let korean = 0;

beforeAll(() => {
  const planOf = planner({ seed: 1, nowMs: Date.parse('2026-05-01T12:00:00Z'), people: 30_000 });
  const randomOf = randomPer(1, 'title');
  for (let index = 0; index < AUCTIONS; index += 1) {
    const title = folded(titleOf(randomOf(index), planOf(index).category));
    if (/\p{Script=Hangul}/u.test(title)) korean += 1;
    for (const word of new Set(title.split(' '))) titlesByWord.set(word, (titlesByWord.get(word) ?? 0) + 1);
  }
});

/** As the catalogue searches: in any part of a word. */
function found(text: string): number {
  let titles = 0;
  for (const [word, count] of titlesByWord) if (word.includes(text)) titles += count;
  return titles;
}

test('about half of the titles are Korean', () => {
  expect(korean / AUCTIONS).toBeGreaterThan(0.45);
  expect(korean / AUCTIONS).toBeLessThan(0.55);
});

test.for([...COMMON_WORDS, ...KOREAN_PAIRS.common])('%s is in 1 to 10 of a hundred titles', (word) => {
  expect(found(word) / AUCTIONS).toBeGreaterThan(0.01);
  expect(found(word) / AUCTIONS).toBeLessThan(0.1);
});

test('rare words, model numbers among them, and rare Korean pairs are in 5 to 200 titles each', () => {
  const counts = [...RARE_WORDS, ...KOREAN_PAIRS.rare].map((word) => [word, found(word)] as const);
  expect(counts.filter(([, titles]) => titles < 5 || titles > 200)).toEqual([]);
  const models = MODELS.map((model) => titlesByWord.get(model.toLowerCase()) ?? 0);
  expect(Math.min(...models)).toBeGreaterThanOrEqual(5);
  expect(Math.max(...models)).toBeLessThanOrEqual(200);
});

test('pairs that are compounded stand in longer words, and some of them also alone', () => {
  const inside = (pair: string) =>
    [...titlesByWord.keys()].some((word) => word !== pair && word.includes(pair));
  expect(KOREAN_PAIRS.compounded.filter((pair) => !inside(pair))).toEqual([]);
  expect(KOREAN_PAIRS.compounded.filter((pair) => titlesByWord.has(pair))).toContain('가방');
});

test('every pair is two characters long', () => {
  const pairs = Object.values(KOREAN_PAIRS).flat();
  expect(pairs.filter((pair) => Array.from(pair).length !== 2)).toEqual([]);
});
