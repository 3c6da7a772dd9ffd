const INT8 = 20;
const INT8_ARRAY = 1016;

function exact(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint does not fit a number exactly: ${text}`);
  return value;
}

/** Parsers by type oid: our amounts fit a number exactly, and drivers would hand out strings. */
export const EXACT_NUMBERS: Readonly<Record<number, (text: string) => unknown>> = {
  [INT8]: exact,
  [INT8_ARRAY]: (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(exact)),
};
