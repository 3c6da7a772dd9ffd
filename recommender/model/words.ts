/** A title's words as they are compared: width and case unified, each once, without single Latin letters and without long ones' tails. */
const LONGEST = 24;

export function wordsOf(title: string): string[] {
  const words =
    title
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const said = words
    .filter((word) => word.length > 1 || word > '\u007f')
    .map((word) => word.slice(0, LONGEST));
  return [...new Set(said)];
}
