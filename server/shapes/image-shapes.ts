import { Type } from 'typebox';
import type { ImageBody } from '../../auction/api.ts';
import { IMAGE_LIMITS } from '../images/limits.ts';
import { shapeOf } from './agreement.ts';
import { ImageShape } from './auction-shapes.ts';

/** Not checked by its shape: what is no UUID is no image, which is 404 and not 400. */
export const ImageParamsShape = Type.Object({ id: Type.String({ description: "an image's UUID" }) });

/** One part for each file. The name of the parts is of no account. */
export const UploadShape = Type.Object({
  images: Type.Array(Type.Unsafe<unknown>({ type: 'string', format: 'binary' }), {
    minItems: 1,
    maxItems: IMAGE_LIMITS.files,
  }),
});

export const ImagesShape = shapeOf<{ readonly items: readonly ImageBody[] }>()(
  Type.Object({ items: Type.Array(ImageShape, { description: 'in the order sent' }) }),
);
