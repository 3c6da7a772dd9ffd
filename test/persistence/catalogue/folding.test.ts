import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folded, gramsOf, termsIn } from '../../../persistence/catalogue/folding.ts';

describe('what is searched and what is asked for meet', () => {
  test.each([
    ['Ｆｕｌｌ Ｗｉｄｔｈ', 'full width'],
    ['ﾊﾝｶｸ', 'ハンカク'],
    ['ＣＡＦÉ', 'café'],
    ['한글', '한글'],
    ['①②', '12'],
  ])('%s is %s, whatever form it came in', (given, meant) => {
    expect(folded(given)).toBe(meant);
  });

  test('every part of a word of two characters or more is found by its grams', () => {
    const word = fc.string({
      unit: fc.constantFrom('손', '목', '시', '계', 'a', 'b', '1', '-', '🎸'),
      minLength: 2,
      maxLength: 8,
    });
    fc.assert(
      fc.property(word, fc.nat(), fc.integer({ min: 2, max: 8 }), (title, from, length) => {
        const characters = Array.from(title);
        const start = from % (characters.length - 1);
        const part = characters.slice(start, start + length).join('');
        const grams = new Set(gramsOf(folded(title)));
        for (const term of termsIn(part)) expect(term.grams.every((gram) => grams.has(gram))).toBe(true);
      }),
    );
  });

  test('one Korean syllable is found inside words, one Latin letter only as a word', () => {
    expect(gramsOf('손목시계 v 4k')).toEqual(expect.arrayContaining(['손', '계', '시계', 'v', '4k']));
    expect(gramsOf('vintage')).not.toContain('v');
    expect(termsIn('V 책')).toEqual([
      { text: 'v', whole: true, grams: ['v'] },
      { text: '책', whole: false, grams: ['책'] },
    ]);
  });

  test('a word said twice is looked for once', () => {
    expect(termsIn(' 시계\t시계 Ｘ x ').map(({ text }) => text)).toEqual(['시계', 'x']);
  });
});
