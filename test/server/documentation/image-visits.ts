import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { noise, pictureAs, pngBomb } from '../pictures.ts';
import { formOf, type Part } from '../uploading.ts';
import { NOBODY, type Visit } from './visit.ts';

/** Uploading, showing and removing images. */
export function imageVisits(visit: Visit): void {
  const upload = async (expected: readonly [number, string?], ...parts: readonly Part[]) =>
    visit.tour.expect(expected, 'POST', '/api/images', { as: visit.seller, ...(await formOf(...parts)) });

  test('images: uploaded, shown, removed', async () => {
    const { tour, server, seller } = visit;
    const remove = (expected: readonly [number, string?], id: string) =>
      tour.expect(expected, 'DELETE', `/api/images/${id}`, { as: seller });
    const one = await pictureAs('png');
    const { items } = await upload([201], one, one);
    const [{ id, cardUrl }, other] = items;
    const { headers } = await tour.ask('GET', cardUrl);
    await tour.expect([304], 'GET', cardUrl, { headers: { 'if-none-match': String(headers.etag) } });
    await server.list(seller, { imageIds: [id] });
    await remove([409, 'image_in_use'], id);
    await remove([204], other.id);
    await remove([404, 'no_such_image'], NOBODY);
  });

  test('images: what is none, or too much', async () => {
    await upload([400, 'not_an_image'], Buffer.from('I am a photograph.'));
    await upload([400, 'image_too_many_pixels'], pngBomb());
    await upload([413, 'image_too_large'], Buffer.alloc(10 * 1_048_576 + 1));
    await upload([400, 'invalid_request']);
    await visit.tour.expect([415, 'unsupported_media_type'], 'POST', '/api/images', {
      as: visit.seller,
      body: { image: 'x' },
    });
    const hoarder = await visit.server.signUp();
    await sql`insert into image (id, owner_id, width, height, ready)
      select gen_random_uuid(), ${hoarder.user.id}, 1, 1, true from generate_series(1, 100)`.execute(
      visit.server.database.db,
    );
    const asked = { as: hoarder, ...(await formOf(await pictureAs('png'))) };
    await visit.tour.expect([409, 'too_many_images'], 'POST', '/api/images', asked);
  });

  test('images: not while their store is away', async () => {
    const { imageStore } = visit.server;
    const { items } = await upload([201], await noise(40));
    const working = { put: imageStore.put, get: imageStore.get, remove: imageStore.remove };
    const broken = () => Promise.reject(new Error('secret detail'));
    Object.assign(imageStore, { put: broken, get: broken, remove: broken });
    try {
      await upload([503, 'unavailable'], await pictureAs('png'));
      await visit.tour.expect([503, 'unavailable'], 'GET', items[0].cardUrl);
      await visit.tour.expect([503, 'unavailable'], 'DELETE', `/api/images/${items[0].id}`, {
        as: visit.seller,
      });
    } finally {
      Object.assign(imageStore, working);
    }
    expect((await visit.tour.ask('GET', items[0].cardUrl)).status).toBe(200);
  });
}
