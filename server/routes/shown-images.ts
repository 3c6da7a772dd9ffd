import { Type } from 'typebox';
import { IMAGE_SIZES, type ImageSize } from '../../persistence/images/paths.ts';
import { imageKey } from '../../persistence/images/store.ts';
import { Gate } from '../catalogue/gate.ts';
import { refuse } from '../doors/refusing.ts';
import { IMAGE_LIMITS } from '../images/limits.ts';
import type { App, Parts } from '../parts.ts';
import { readId } from '../requests.ts';
import { onlyErrors } from '../shapes/error-shapes.ts';
import { OPEN } from '../shapes/security.ts';

/** What lies under an address never changes, so nobody need ever ask again. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Opened by itself an image needs nothing; what a browser puts around it is styled. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

/** Showing images to everybody, without asking the database: ids cannot be guessed. */
export function shownImageRoutes(app: App, { imageStore, log }: Pick<Parts, 'imageStore' | 'log'>): void {
  const reads = new Gate({ atOnce: IMAGE_LIMITS.readsAtOnce, waiting: IMAGE_LIMITS.readsWaiting });

  app.get(
    '/images/:id/:size.webp',
    {
      // A page shows a hundred at once; and what is in a cache never asks.
      config: { uncounted: true },
      schema: {
        tags: ['Images'],
        summary: 'An image',
        description:
          'WebP, to be kept for ever: what lies here never changes. Pages of any origin may show it. No limit applies.',
        security: OPEN,
        params: Type.Object({
          id: Type.String({ description: "an image's UUID" }),
          size: Type.String({
            description: '`thumbnail` (at most 160 pixels wide and high), `card` (480) or `full` (1,600)',
          }),
        }),
        response: {
          200: {
            description: 'The image.',
            content: { 'image/webp': { schema: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }) } },
          },
          304: { type: 'null', description: 'You have it already.' },
          ...onlyErrors('invalid_request', 'not_found', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const id = readId(request.params.id);
      const { size } = request.params;
      if (id === undefined || !isSize(size)) return refuse(reply, 'not_found');
      const key = imageKey(id, size);
      const etag = `"${id}-${size}"`;
      if (matches(request.headers['if-none-match'], etag)) {
        return reply
          .headers({ etag, 'cache-control': FOR_EVER })
          .code(304 as never)
          .send();
      }
      const read = await reads
        .through(async () => ({ bytes: await imageStore.get(key) }))
        .catch((error: unknown) => void log.warn({ err: error }, 'an image could not be read'));
      if (read === undefined) return refuse(reply, 'unavailable');
      if (read.bytes === undefined) return refuse(reply, 'not_found');
      return reply
        .headers({
          etag,
          'cache-control': FOR_EVER,
          'content-type': 'image/webp',
          'content-security-policy': POLICY,
          // Or browsers would keep it from pages of other origins.
          'cross-origin-resource-policy': 'cross-origin',
        })
        .send(read.bytes as never);
    },
  );
}

const isSize = (text: string): text is ImageSize => Object.hasOwn(IMAGE_SIZES, text);

/** One tag or several, weak or strong, or any. */
const matches = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === etag);
