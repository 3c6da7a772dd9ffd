import type { ItemTable } from './item-table.ts';
import { MODEL } from './limits.ts';
import type { Places } from './places.ts';

/** The words of all items of the model, and which of those on offer have a word. */
export function wordIndex(items: ItemTable, { rows, openCount }: Places, nowMs: number) {
  const wordsFrom = new Uint32Array(rows.length + 1);
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    wordsFrom[place + 1] = (wordsFrom[place] ?? 0) + (items.wordsTo[row] ?? 0) - (items.wordsFrom[row] ?? 0);
  }
  const words = new Uint32Array(wordsFrom[rows.length] ?? 0);
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    words.set(items.words.subarray(items.wordsFrom[row], items.wordsTo[row]), wordsFrom[place]);
  }

  const size = items.vocabularySize;
  const isSoon = (place: number) => (items.startsAtMs[rows[place] ?? 0] ?? 0) <= nowMs + MODEL.startsWithinMs;
  const lengths = new Uint32Array(size);
  const each = (visit: (word: number, place: number) => void) => {
    for (let place = 0; place < openCount; place++) {
      if (!isSoon(place)) continue;
      for (let at = wordsFrom[place] ?? 0; at < (wordsFrom[place + 1] ?? 0); at++)
        visit(words[at] ?? 0, place);
    }
  };
  each((word) => {
    lengths[word] = Math.min(MODEL.postings, (lengths[word] ?? 0) + 1);
  });
  const postingsFrom = new Uint32Array(size + 1);
  for (let word = 0; word < size; word++)
    postingsFrom[word + 1] = (postingsFrom[word] ?? 0) + (lengths[word] ?? 0);
  const postings = new Uint32Array(postingsFrom[size] ?? 0);
  const next = postingsFrom.slice();
  each((word, place) => {
    const at = next[word] ?? 0;
    if (at >= (postingsFrom[word + 1] ?? 0)) return;
    postings[at] = place;
    next[word] = at + 1;
  });
  return { wordsFrom, words, postingsFrom, postings };
}
