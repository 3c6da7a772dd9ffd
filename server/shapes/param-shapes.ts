import { Type } from 'typebox';

/** Not checked by its shape: what is no UUID is no auction, which is 404 and not 400. */
export const AuctionParamsShape = Type.Object({
  id: Type.String({ description: "an auction's UUID" }),
});
