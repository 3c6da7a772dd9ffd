import { type TSchema, Type } from 'typebox';
import type { PageQuery } from '../../auction/api.ts';
import { HTTP_LIMITS } from '../limits.ts';
import { shapeOf } from './agreement.ts';

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

export const PageQueryShape = shapeOf<PageQuery>()(Type.Object(pageQuery, { additionalProperties: false }));

export const pageShape = <S extends TSchema>(item: S) =>
  Type.Object({
    items: Type.Array(item),
    nextCursor: Type.Union([Type.String(), Type.Null()], {
      description: 'give it back as `cursor` for the next page; null on the last one',
    }),
  });
