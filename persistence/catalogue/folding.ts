/**
 * Text as it is searched: width and compatibility forms unified, small letters. The same here for what is stored and what is asked for,
 * because databases fold by their own locale.
 */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Runs that trigrams can find whatever the database's locale is. */
const THREE_ASCII = /[a-z0-9]{3}/;

/** One word, or part of one, that must be in the title. */
export type Term = {
  readonly text: string;
  /** A single Latin letter or digit is looked for as a whole word: as a part it would be in nearly every title. */
  readonly whole: boolean;
  /** What the index of grams can be asked for; empty where the index of trigrams does better. */
  readonly grams: readonly string[];
};

export function termsIn(query: string): Term[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  return [...new Set(words)].map((text) => {
    const whole = text.length === 1 && isAscii(text);
    return { text, whole, grams: THREE_ASCII.test(text) ? [] : gramsOfTerm(text) };
  });
}

/** Everything of one or two characters by which a title can be found. */
export function gramsOf(foldedTitle: string): string[] {
  const grams = new Set<string>();
  for (const word of foldedTitle.split(/\s+/)) {
    const characters = Array.from(word);
    for (const [at, character] of characters.entries()) {
      if (!isAscii(character) || characters.length === 1) grams.add(character);
      const next = characters[at + 1];
      if (next !== undefined) grams.add(character + next);
    }
  }
  grams.delete('');
  return [...grams];
}

function gramsOfTerm(term: string): string[] {
  const characters = Array.from(term);
  if (characters.length === 1) return [term];
  return [...new Set(characters.slice(1).map((character, at) => (characters[at] ?? '') + character))];
}

const isAscii = (character: string): boolean => character <= '\u007f';
