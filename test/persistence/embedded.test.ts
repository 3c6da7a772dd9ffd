import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../persistence/database.ts';
import { stageOn } from '../support/stage.ts';

describe('the embedded database', () => {
  let folder: string;
  const opened: Database[] = [];
  const open = async () => {
    const database = await openDatabase({ kind: 'embedded', folder });
    opened.push(database);
    return database;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ready-auction-'));
  });
  afterEach(async () => {
    for (const database of opened.splice(0)) await database.close();
    await rm(folder, { recursive: true });
  });

  it('is there again after a restart', async () => {
    const first = await open();
    const ann = await stageOn(first).person(500);
    await first.close();
    opened.length = 0;

    expect(await stageOn(await open()).wallet(ann)).toEqual({ available: 500, held: 0 });
  });

  it('lets nobody else into its folder, and says what to do', async () => {
    await open();
    // The same process may not open it twice either: there is one connection.
    await expect(openDatabase({ kind: 'embedded', folder })).rejects.toThrow(
      /in use by process \d+.*DATA_FOLDER/s,
    );
  });

  it('takes over the lock of a process that died', async () => {
    await writeFile(join(folder, 'owner.pid'), '999999999');

    const database = await open();

    expect(await database.db.selectFrom('user').selectAll().execute()).toEqual([]);
  });

  it('keeps transactions that run at once apart', async () => {
    const { db } = await open();
    const { promise: inside, resolve: isInside } = Promise.withResolvers<void>();
    const { promise: mayLeave, resolve: leave } = Promise.withResolvers<void>();
    const undone = db.transaction().execute(async (transaction) => {
      await transaction.insertInto('setting').values({ name: 'undone', value: '1' }).execute();
      isInside();
      await mayLeave;
      throw new Error('rolled back');
    });
    await inside;

    // Sent while the other transaction is open: it must neither join it nor be rolled back with it.
    const kept = db.insertInto('setting').values({ name: 'kept', value: '1' }).execute();
    leave();
    await expect(undone).rejects.toThrow('rolled back');
    await kept;

    expect(await db.selectFrom('setting').select('name').execute()).toEqual([{ name: 'kept' }]);
  });
});
