/**
 * Keyset cursors: the sort key of the last row of a page, opaque to clients. Times are carried as whole microseconds, because
 * PostgreSQL keeps six digits and a JavaScript date only three: a page boundary inside one millisecond would lose rows.
 */
export type TimeKey = readonly [micros: string, id: string];
export type NumberKey = readonly [number: string];
export type LogKey = readonly [micros: string, auctionId: string, seq: string];

const DIGITS = /^\d{1,16}$/;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Each reads a cursor, or returns undefined when it is not one of ours: nothing unchecked reaches SQL. */
export const readTimeKey = reader<TimeKey>(DIGITS, UUID);
export const readNumberKey = reader<NumberKey>(DIGITS);
export const readLogKey = reader<LogKey>(DIGITS, UUID, DIGITS);

export type PageOf<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };

/** Makes a page of rows that were asked for with `limit` + 1: the extra one only tells that there is more. */
export function pageOf<Row, T>(
  rows: readonly Row[],
  limit: number,
  key: (row: Row) => readonly (string | number)[],
  item: (row: Row) => T,
): PageOf<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(item), nextCursor: more ? encode(key(last)) : null };
}

const encode = (key: readonly (string | number)[]) => Buffer.from(key.join(' ')).toString('base64url');

function reader<K extends readonly string[]>(
  ...patterns: readonly RegExp[]
): (cursor: string) => K | undefined {
  return (cursor) => {
    const parts = Buffer.from(cursor, 'base64url').toString().split(' ');
    const fits =
      parts.length === patterns.length && parts.every((part, index) => patterns[index]?.test(part));
    return fits ? (parts as readonly string[] as K) : undefined;
  };
}
