import { type TSchema, Type } from 'typebox';
import { HTTP_LIMITS } from '../limits.ts';

/** `?cursor=` is the `nextCursor` of the page before; `?limit=` is 1 to 100, 20 by default. */
export const PageQueryShape = Type.Object(
  {
    cursor: Type.Optional(Type.String({ maxLength: HTTP_LIMITS.cursorLength })),
    limit: Type.Optional(Type.String({ pattern: '^([1-9][0-9]?|100)$', description: '1 to 100' })),
  },
  { additionalProperties: false },
);

export const pageShape = <S extends TSchema>(item: S) =>
  Type.Object({ items: Type.Array(item), nextCursor: Type.Union([Type.String(), Type.Null()]) });
