const SAMPLE = 512;

/** What speaks for items, by their rows; kept between answers, so that nothing large is made for one. */
export class Evidence {
  /** Of all walks from somebody's items over people to open items, so many end here; and from which of their items most do. */
  readonly walks: Float32Array;
  readonly source: Uint32Array;
  readonly sourceWalks: Float32Array;
  /** Of the search from one item. */
  readonly found: Float32Array;
  /** As a logarithm, what the group's own votes say. */
  readonly group: Float32Array;
  readonly #walked: Uint32Array;
  #walkedCount = 0;
  readonly #suggested: Uint32Array;
  readonly #isSuggested: Uint8Array;
  #suggestedCount = 0;
  /** By word: how often it stands in somebody's history, and what that says, once it was asked for. */
  readonly #counted: Float32Array;
  readonly #lifts: Float32Array;
  readonly #isLifted: Uint8Array;
  #words: number[] = [];
  #lifted: number[] = [];

  constructor(openItems: number, vocabulary: number) {
    this.walks = new Float32Array(openItems);
    this.source = new Uint32Array(openItems);
    this.sourceWalks = new Float32Array(openItems);
    this.found = new Float32Array(openItems);
    this.group = new Float32Array(openItems);
    this.#walked = new Uint32Array(openItems);
    this.#suggested = new Uint32Array(openItems);
    this.#isSuggested = new Uint8Array(openItems);
    this.#counted = new Float32Array(vocabulary);
    this.#lifts = new Float32Array(vocabulary);
    this.#isLifted = new Uint8Array(vocabulary);
  }

  /** Is to be looked at more closely. */
  suggest(row: number): void {
    if (this.#isSuggested[row] === 1) return;
    this.#isSuggested[row] = 1;
    this.#suggested[this.#suggestedCount++] = row;
  }

  /** What was suggested, in the order in which it was. */
  suggestions(): Uint32Array {
    return this.#suggested.subarray(0, this.#suggestedCount);
  }

  walkTo(row: number, part: number, source: number): void {
    if (this.walks[row] === 0) this.#walked[this.#walkedCount++] = row;
    this.walks[row] = (this.walks[row] ?? 0) + part;
    if (part <= (this.sourceWalks[row] ?? 0)) return;
    this.sourceWalks[row] = part;
    this.source[row] = source;
  }

  /** About so many of those that most walks end at. Most of the others were come upon once, which says next to nothing. */
  suggestMostWalkedTo(most: number): void {
    const rows = this.#walked.subarray(0, this.#walkedCount);
    const least = this.#walksOfThe(most, rows);
    for (const row of rows) if ((this.walks[row] ?? 0) >= least) this.suggest(row);
  }

  /** How many walks the n-th of these has, as told from a sample. */
  #walksOfThe(n: number, rows: Uint32Array): number {
    if (rows.length <= n) return 0;
    const step = Math.max(1, Math.floor(rows.length / SAMPLE));
    const sample = new Float32Array(Math.ceil(rows.length / step));
    for (let at = 0; at < sample.length; at++) sample[at] = this.walks[rows[at * step] ?? 0] ?? 0;
    sample.sort();
    return sample[Math.floor(sample.length * (1 - n / rows.length))] ?? 0;
  }

  countWord(word: number, weight: number): void {
    if (this.#counted[word] === 0) this.#words.push(word);
    this.#counted[word] = (this.#counted[word] ?? 0) + weight;
  }

  /** In the order in which they were first counted. */
  countedWords(): readonly number[] {
    return this.#words;
  }

  liftOf(word: number, lift: (counted: number) => number): number {
    if (this.#isLifted[word] === 1) return this.#lifts[word] ?? 0;
    this.#isLifted[word] = 1;
    this.#lifted.push(word);
    this.#lifts[word] = lift(this.#counted[word] ?? 0);
    return this.#lifts[word] ?? 0;
  }

  clear(): void {
    for (const row of this.#walked.subarray(0, this.#walkedCount)) {
      this.walks[row] = 0;
      this.sourceWalks[row] = 0;
    }
    for (const row of this.suggestions()) {
      this.group[row] = 0;
      this.#isSuggested[row] = 0;
    }
    this.#walkedCount = 0;
    this.#suggestedCount = 0;
    for (const word of this.#words) this.#counted[word] = 0;
    for (const word of this.#lifted) this.#isLifted[word] = 0;
    this.#words = [];
    this.#lifted = [];
  }
}
