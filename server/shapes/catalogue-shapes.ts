import { Type } from 'typebox';
import type {
  CatalogueFacets,
  CataloguePage,
  CatalogueQuery,
  CatalogueState,
  CategoryBody,
  LikeBody,
  PageQuery,
  PopularBody,
} from '../../auction/api.ts';
import { CATEGORY_IDS } from '../../auction/categories.ts';
import { LIMITS } from '../../auction/limits.ts';
import { HTTP_LIMITS } from '../limits.ts';
import { shapeOf } from './agreement.ts';
import { CategoryShape } from './auction-shapes.ts';
import { AuctionCardShape, TimeShape } from './card-shape.ts';
import { pageQuery, pageShape } from './page-shapes.ts';
import { RecommendationsShape } from './recommendation-shapes.ts';

const StateShape = shapeOf<CatalogueState>()(
  Type.Enum(['ready', 'live', 'closed'], { title: 'CatalogueState' }),
);
const PriceShape = Type.Integer({ minimum: 0, maximum: LIMITS.bidPoints });

/** In a query everything is text: numbers and truth values are read from it, and one value is a list of one. */
export const CatalogueQueryShape = shapeOf<CatalogueQuery & PageQuery>()(
  Type.Object(
    {
      q: Type.Optional(
        Type.String({
          pattern: '^[^\\p{Cc}]*$',
          maxLength: HTTP_LIMITS.searchLength,
          description:
            'words or parts of words of the title, all of which must be there; case and width do not matter',
        }),
      ),
      state: Type.Optional(
        Type.Array(StateShape, {
          maxItems: 3,
          description: 'any of these; repeat the parameter for several',
        }),
      ),
      category: Type.Optional(
        Type.Array(CategoryShape, { maxItems: CATEGORY_IDS.length, description: 'any of these' }),
      ),
      minPrice: Type.Optional(PriceShape),
      maxPrice: Type.Optional(PriceShape),
      endsBefore: Type.Optional(TimeShape),
      sort: Type.Optional(
        Type.Enum(['newest', 'ending', 'starting', 'price', '-price', 'likes', 'bids', 'relevance'], {
          description: 'default: relevance with q, else newest',
        }),
      ),
      facets: Type.Optional(Type.Boolean({ description: 'count what there is by state and category' })),
      recommended: Type.Optional(
        Type.Boolean({
          description:
            'show with the first page what is recommended to whoever asks; with `cursor` it changes nothing',
        }),
      ),
      ...pageQuery,
    },
    { additionalProperties: false },
  ),
);

const counts = <K extends string>(keys: readonly K[]) =>
  Type.Object(
    Object.fromEntries(keys.map((key) => [key, Type.Integer()])) as Record<
      K,
      ReturnType<typeof Type.Integer>
    >,
  );

const FacetsShape = shapeOf<CatalogueFacets>()(
  Type.Object({ state: counts(['ready', 'live', 'closed']), category: counts([...CATEGORY_IDS]) }),
);

export const CataloguePageShape = shapeOf<CataloguePage>()(
  Type.Object({
    items: Type.Array(AuctionCardShape),
    nextCursor: Type.Union([Type.String(), Type.Null()]),
    facets: Type.Optional(FacetsShape),
    recommended: Type.Optional(RecommendationsShape),
  }),
);

export const CategoriesShape = shapeOf<{ readonly items: readonly CategoryBody[] }>()(
  Type.Object({
    items: Type.Array(
      shapeOf<CategoryBody>()(Type.Object({ id: CategoryShape, name: Type.String(), nameKo: Type.String() })),
    ),
  }),
);

export const PopularQueryShape = shapeOf<Pick<PageQuery, 'limit'>>()(
  Type.Object({ limit: pageQuery.limit }, { additionalProperties: false }),
);

export const PopularShape = shapeOf<PopularBody>()(
  Type.Object({
    items: Type.Array(AuctionCardShape),
    group: Type.Union([
      Type.Object({
        ageFrom: Type.Integer(),
        ageTo: Type.Union([Type.Integer(), Type.Null()]),
        gender: Type.Enum(['female', 'male', 'other', 'undisclosed']),
      }),
      Type.Null(),
    ]),
  }),
);

/** A page of what somebody likes. */
export const LikedPageShape = pageShape(AuctionCardShape);

export const LikeShape = shapeOf<LikeBody>()(
  Type.Object({ auctionId: Type.String(), liked: Type.Boolean(), likeCount: Type.Integer() }),
);
