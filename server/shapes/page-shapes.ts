import { type TSchema, Type } from 'typebox';
import { HTTP_LIMITS } from '../limits.ts';

export const pageQuery = {
  cursor: Type.Optional(
    Type.String({ maxLength: HTTP_LIMITS.cursorLength, description: '`nextCursor` of the page before' }),
  ),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: HTTP_LIMITS.pageItemsMost,
      description: `items of a page; ${HTTP_LIMITS.pageItems} unless said`,
    }),
  ),
};

export const PageQueryShape = Type.Object(pageQuery, { additionalProperties: false });

export const pageShape = <S extends TSchema>(item: S) =>
  Type.Object({ items: Type.Array(item), nextCursor: Type.Union([Type.String(), Type.Null()]) });
