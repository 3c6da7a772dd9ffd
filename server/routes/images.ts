import multipart from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { imagePaths } from '../../persistence/images/paths.ts';
import { removeOwnImage } from '../../persistence/images/removal.ts';
import { type Guards, signedIn } from '../accounts/sessions.ts';
import { Gate } from '../catalogue/gate.ts';
import { refuse } from '../doors/refusing.ts';
import { IMAGE_LIMITS } from '../images/limits.ts';
import { sentFiles } from '../images/sent-files.ts';
import { SIZINGS_AT_ONCE } from '../images/sizing.ts';
import { storeUpload } from '../images/upload.ts';
import { UploadPlaces } from '../images/upload-places.ts';
import { HTTP_LIMITS } from '../limits.ts';
import type { App, Parts } from '../parts.ts';
import { readId } from '../requests.ts';
import { changeErrors, errors } from '../shapes/error-shapes.ts';
import { ImageParamsShape, ImagesShape, UploadShape } from '../shapes/image-shapes.ts';
import { USER } from '../shapes/security.ts';

/** Uploading images and taking them back. */
export async function imageRoutes(app: App, parts: Parts, guards: Guards): Promise<void> {
  removalRoute(app, parts, guards);
  // A scope of its own: no other route takes such bodies, and this one takes nothing else.
  await app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.register(multipart, {
      throwFileSizeLimit: false,
      limits: { fileSize: IMAGE_LIMITS.fileBytes, files: IMAGE_LIMITS.files, fields: 1, headerPairs: 20 },
    });
    uploadRoute(scope as App, parts, guards);
    done();
  });
}

function removalRoute(app: App, { database, imageStore, log }: Parts, { requireUser }: Guards): void {
  app.delete(
    '/api/images/:id',
    {
      onRequest: requireUser,
      schema: {
        tags: ['Images'],
        summary: 'Take an upload back',
        description: 'One that no auction shows. Its addresses may live on in caches.',
        security: USER,
        params: ImageParamsShape,
        response: {
          204: { type: 'null', description: 'It is gone.' },
          ...changeErrors('sign_in_required', 'no_such_image', 'image_in_use', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const id = readId(request.params.id);
      if (id === undefined) return refuse(reply, 'no_such_image');
      const result = await removeOwnImage(database.db, imageStore, signedIn(request).id, id).catch(
        (error: unknown) => {
          log.warn({ err: error }, 'an image could not be removed');
          return 'unavailable' as const;
        },
      );
      return result === 'removed' ? reply.code(204 as never).send() : refuse(reply, result);
    },
  );
}

function uploadRoute(app: App, parts: Parts, { requireUser }: Guards): void {
  const places = new UploadPlaces();
  const sizings = new Gate({ atOnce: SIZINGS_AT_ONCE, waiting: IMAGE_LIMITS.uploadsAtOnce });

  app.post(
    '/api/images',
    {
      onRequest: [endInTime, requireUser, notTooLarge],
      config: { countedAs: 'uploads' },
      // The shape is for readers: the body is read as it comes.
      validatorCompiler: () => () => true,
      schema: {
        tags: ['Images'],
        summary: 'Upload images',
        description:
          '1 to 10 files, JPEG, PNG, WebP or AVIF, at most 10 MB each; all are taken or none. What they are is seen from their content, ' +
          'their names are of no account. They are turned upright, and everything else in them is removed: where and when a picture ' +
          'was taken, too. List an item with their ids within a day, or they are removed.',
        security: USER,
        consumes: ['multipart/form-data'],
        body: UploadShape,
        response: {
          201: ImagesShape,
          // Too large a body is too large an image.
          ...errors(
            'sign_in_required',
            'origin_not_allowed',
            'invalid_request',
            'unsupported_media_type',
            'not_an_image',
            'image_too_large',
            'image_too_many_pixels',
            'too_many_images',
            'unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      if (!request.isMultipart()) return refuse(reply, 'unsupported_media_type');
      const upload = await places.take(signedIn(request).id, () =>
        storeUpload({ ...parts, sizings }, signedIn(request).id, sentFiles(request)),
      );
      discardRest(request);
      if (upload === 'too_many_requests') {
        reply.header('retry-after', HTTP_LIMITS.retryAfterSeconds);
        return refuse(reply, upload, {
          message: 'Some uploads of yours are under way. Wait for one of them.',
        });
      }
      if (upload === 'unavailable') return refuse(reply, upload);
      if (upload.kind === 'refused') return refuse(reply, upload.code, upload);
      return reply
        .code(201)
        .send({ items: upload.images.map((image) => ({ ...image, ...imagePaths(image.id) })) });
    },
  );
}

const BODY_MOST_BYTES = IMAGE_LIMITS.files * IMAGE_LIMITS.fileBytes + IMAGE_LIMITS.envelopeBytes;

/** Who says beforehand that there is too much need not send it. */
async function notTooLarge(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_MOST_BYTES)
    return refuse(reply, 'image_too_large');
}

/** A line that never ends must not keep its place, nor one that goes on sending what was refused. */
async function endInTime({ raw }: FastifyRequest): Promise<void> {
  const deadline = setTimeout(() => raw.destroy(), IMAGE_LIMITS.uploadWithinMs).unref();
  raw.once('close', () => clearTimeout(deadline));
}

/** After a refusal half way: a client that is still sending would not read our answer, and its connection can be used again. */
function discardRest({ raw }: FastifyRequest): void {
  raw.unpipe();
  raw.resume();
}
