import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { IMAGE_LIMITS } from './limits.ts';

/** One file of a request, in the order sent; a refusal is the last that comes. Names and types are not even looked at. */
export type SentFile =
  | { readonly kind: 'file'; readonly bytes: Buffer }
  | {
      readonly kind: 'refused';
      readonly code: 'invalid_request' | 'image_too_large';
      readonly message?: string;
    };

const refused = (message: string): SentFile => ({ kind: 'refused', code: 'invalid_request', message });

/** Reads a file when it is asked for, and no further: whoever sends more must wait. */
export async function* sentFiles(request: FastifyRequest): AsyncGenerator<SentFile, void, undefined> {
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        yield refused('Send files only: a part without a file name is a field. No other fields are known.');
        return;
      }
      const bytes = await bytesOf(part);
      if (bytes === undefined) {
        yield { kind: 'refused', code: 'image_too_large' };
        return;
      }
      yield { kind: 'file', bytes };
    }
  } catch (error) {
    const tooMany = error instanceof Error && 'code' in error && error.code === 'FST_FILES_LIMIT';
    yield tooMany
      ? refused(`Send at most ${IMAGE_LIMITS.files} images in one request.`)
      : refused('The body is not, or not all of, what multipart/form-data should be.');
  }
}

/** Undefined: it is larger than it may be. */
async function bytesOf({ file }: MultipartFile): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  // Else all the rest of it would be waited for first.
  file.once('limit', () => file.destroy());
  try {
    for await (const chunk of file) chunks.push(chunk as Buffer);
  } catch (error) {
    if (!file.truncated) throw error;
  }
  return file.truncated ? undefined : Buffer.concat(chunks);
}
