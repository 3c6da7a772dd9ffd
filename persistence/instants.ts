import { type RawBuilder, sql } from 'kysely';

/** A timestamp column as whole microseconds since 1970, which a number holds exactly. */
export const microsOf = (column: string): RawBuilder<number> =>
  sql<number>`(extract(epoch from ${sql.ref(column)}) * 1000000)::bigint`;

/** The timestamp of `microsOf`, to the microsecond. */
export const instantAt = (micros: string): RawBuilder<Date> =>
  sql<Date>`(timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond')`;
