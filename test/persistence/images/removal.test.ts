import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanImages } from '../../../persistence/images/cleaner.ts';
import { folderStore } from '../../../persistence/images/folder-store.ts';
import { IMAGE_STORE_LIMITS } from '../../../persistence/images/limits.ts';
import { removeImages, removeOwnImage } from '../../../persistence/images/removal.ts';
import { imageKey } from '../../../persistence/images/store.ts';
import { beginImage, finishImages, putImage } from '../../../persistence/images/uploads.ts';
import { createAuction } from '../../../persistence/listings.ts';
import { DATABASE_KINDS, listed, openStage, plainTerms, type Stage } from '../../support/stage.ts';

const FILES = { thumbnail: Buffer.from('t'), card: Buffer.from('c'), full: Buffer.from('f') };
const HOUR_MS = 3_600_000;

describe.each(DATABASE_KINDS)('images on %s', (kind) => {
  const folder = mkdtempSync(join(tmpdir(), 'ready-auction-removal-'));
  const store = folderStore(folder);
  let stage: Stage;
  let ownerId: string;

  beforeAll(async () => {
    stage = await openStage(kind);
    ownerId = await stage.person();
  });
  afterAll(async () => {
    await stage.close();
    rmSync(folder, { recursive: true });
  });

  type Made = { readonly agedMs?: number; readonly ready?: boolean };

  async function image({ agedMs = 0, ready = true }: Made = {}): Promise<string> {
    const id = randomUUID();
    await beginImage(stage.db, { id, ownerId, width: 1, height: 1 });
    await putImage(store, id, { width: 1, height: 1, files: FILES });
    if (ready) await finishImages(stage.db, [id]);
    await stage.db
      .updateTable('image')
      .set({ uploaded_at: new Date(Date.now() - agedMs) })
      .where('id', '=', id)
      .execute();
    return id;
  }

  const show = (...imageIds: string[]) =>
    listed(stage.db, {
      sellerId: ownerId,
      title: 'Lamp',
      description: '',
      terms: plainTerms(Date.now()),
      imageIds,
    });

  /** Of these, what there still is: rows, and files. */
  async function left(...ids: string[]) {
    const rows = await stage.db.selectFrom('image').select('id').where('id', 'in', ids).execute();
    const files = ids.filter((id) =>
      (['thumbnail', 'card', 'full'] as const).some((size) => existsSync(join(folder, imageKey(id, size)))),
    );
    return { rows: rows.map(({ id }) => id).toSorted(), files: files.toSorted() };
  }
  const all = (...ids: string[]) => ({ rows: ids.toSorted(), files: ids.toSorted() });
  const nothing = { rows: [], files: [] };

  test('what a process that died has left is removed after an hour, and not before', async () => {
    const old = await image({ ready: false, agedMs: HOUR_MS + 60_000 });
    const fresh = await image({ ready: false, agedMs: HOUR_MS - 60_000 });
    expect(await cleanImages(stage.db, store)).toBe(1);
    expect(await left(old, fresh)).toEqual(all(fresh));
    await removeImages(stage.db, store, [fresh]);
  });

  test('an upload that no auction shows is removed after a day; what one shows stays', async () => {
    const [shown, old, fresh] = [
      await image({ agedMs: 900 * HOUR_MS }),
      await image({ agedMs: 25 * HOUR_MS }),
      await image({ agedMs: 23 * HOUR_MS }),
    ];
    await show(shown);
    expect(await cleanImages(stage.db, store)).toBe(1);
    expect(await left(shown, old, fresh)).toEqual(all(shown, fresh));
  });

  test('a row without files is removed, too', async () => {
    const id = randomUUID();
    await beginImage(stage.db, { id, ownerId, width: 1, height: 1 });
    await sql`update image set uploaded_at = now() - interval '2 hours' where id = ${id}`.execute(stage.db);
    await cleanImages(stage.db, store);
    expect(await left(id)).toEqual(nothing);
  });

  test('the row goes last: what could not be removed is removed the next time', async () => {
    const id = await image({ agedMs: 30 * HOUR_MS });
    const broken = { ...store, remove: () => Promise.reject(new Error('down')) };
    await expect(cleanImages(stage.db, broken)).rejects.toThrow('down');
    expect(await left(id)).toEqual(all(id));
    // Half removed, it cannot be shown any more.
    expect(await createAuction(stage.db, { ...listing(), imageIds: [id] })).toEqual({
      kind: 'refused',
      code: 'no_such_image',
    });
    await cleanImages(stage.db, store);
    expect(await left(id)).toEqual(nothing);
  });
  const listing = () => ({
    sellerId: ownerId,
    title: 'Lamp',
    description: '',
    terms: plainTerms(Date.now()),
  });

  test('several nodes may clean at once', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => image({ agedMs: 48 * HOUR_MS })));
    await Promise.all(Array.from({ length: 4 }, () => cleanImages(stage.db, store)));
    expect(await left(...ids)).toEqual(nothing);
  });

  test('more images than are looked at at once', async () => {
    const owner = await stage.person();
    const rows = Array.from({ length: IMAGE_STORE_LIMITS.cleanRows + 20 }, () => ({
      id: randomUUID(),
      owner_id: owner,
      width: 1,
      height: 1,
      uploaded_at: new Date(Date.now() - 2 * HOUR_MS),
    }));
    await stage.db.insertInto('image').values(rows).execute();
    expect(await cleanImages(stage.db, store)).toBe(rows.length);
    expect(await cleanImages(stage.db, store, () => false)).toBe(0);
  });

  test('an image is shown or removed, never both, also when both are tried at once', async () => {
    const fates = { shown: 0, removed: 0 };
    for (let round = 0; round < 15; round++) {
      const [one, two] = [await image(), await image()];
      const [created, ...removed] = await Promise.all([
        createAuction(stage.db, { ...listing(), imageIds: [two, one] }),
        removeOwnImage(stage.db, store, ownerId, one),
        removeOwnImage(stage.db, store, ownerId, two),
      ]);
      if (created.kind === 'created') {
        fates.shown += 1;
        expect(removed).toEqual(['image_in_use', 'image_in_use']);
        expect(await left(one, two)).toEqual(all(one, two));
      } else {
        fates.removed += 1;
        expect(removed).toContain('removed');
      }
    }
    expect(fates.shown + fates.removed).toBe(15);
  });

  test('somebody else can neither remove an image nor learn that it exists', async () => {
    const id = await image();
    expect(await removeOwnImage(stage.db, store, await stage.person(), id)).toBe('no_such_image');
    expect(await left(id)).toEqual(all(id));
  });

  test('of many uploads at once, no more are begun than may lie about', async () => {
    const hoarder = await stage.person();
    const { unshown } = IMAGE_STORE_LIMITS;
    const begun = await Promise.all(
      Array.from({ length: unshown + 8 }, () =>
        beginImage(stage.db, { id: randomUUID(), ownerId: hoarder, width: 1, height: 1 }),
      ),
    );
    expect(begun.filter(Boolean)).toHaveLength(unshown);
  });

  test('none of several is ready when one of them is gone', async () => {
    const id = await image({ ready: false });
    await expect(finishImages(stage.db, [id, randomUUID()])).rejects.toThrow('removed while');
    const [row] = await stage.db.selectFrom('image').select('ready').where('id', '=', id).execute();
    expect(row?.ready).toBe(false);
  });
});
