/** Sending files to a server on stage, and looking at what it keeps of them. */
import { readdir } from 'node:fs/promises';
import type { ImageBody } from '../../auction/api.ts';
import type { Person, ServerStage } from './server-stage.ts';

/** A file, or a field where it is a text. */
export type Part =
  | Uint8Array
  | string
  | { readonly bytes: Uint8Array; readonly name: string; readonly type: string };

/** A body as browsers make it. */
export async function formOf(...parts: readonly Part[]) {
  const form = new FormData();
  for (const part of parts) {
    if (typeof part === 'string') form.append('field', part);
    else {
      const { bytes, name, type } =
        part instanceof Uint8Array ? { bytes: part, name: 'photo.jpg', type: 'image/jpeg' } : part;
      form.append('images', new Blob([new Uint8Array(bytes)], { type }), name);
    }
  }
  const encoded = new Response(form);
  const type = encoded.headers.get('content-type') ?? '';
  return { headers: { 'content-type': type }, body: Buffer.from(await encoded.arrayBuffer()) };
}

export function uploading(server: ServerStage, as: Person) {
  const upload = async (...parts: readonly Part[]) =>
    server.ask('POST', '/api/images', { as, ...(await formOf(...parts)) });

  return {
    upload,

    async uploaded(...parts: readonly Part[]): Promise<ImageBody[]> {
      const { status, body } = await upload(...parts);
      if (status !== 201) throw new Error(JSON.stringify(body));
      return body.items;
    },

    remove: (id: string, by = as) => server.ask('DELETE', `/api/images/${id}`, { as: by }),

    /** The very bytes that are shown. */
    async shown(url = 'nowhere'): Promise<Buffer> {
      const { statusCode, rawPayload } = await server.app.inject({ url });
      if (statusCode !== 200) throw new Error(`${url}: ${statusCode}`);
      return rawPayload;
    },

    /** How much there is of images, in the folder and in the table. */
    async kept() {
      const entries = await readdir(server.imageFolder, { recursive: true, withFileTypes: true });
      const rows = await server.database.db.selectFrom('image').select('id').execute();
      return { files: entries.filter((each) => each.isFile()).length, rows: rows.length };
    },
  };
}
