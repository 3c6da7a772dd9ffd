import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { EXACT_NUMBERS } from './exact-numbers.ts';
import { ExclusivePGliteDialect } from './exclusive-pglite.ts';
import { lockFolder } from './folder-lock.ts';

export type EmbeddedOptions = {
  /** Where the files live; undefined keeps everything in memory. */ readonly folder?: string | undefined;
};

/**
 * PostgreSQL inside this process. Survives a crash of the process; PGlite never calls fsync, so not a power cut.
 * Its folder has no lock of its own, and two processes in it would destroy it: we bring one.
 */
export async function embeddedDialect({ folder }: EmbeddedOptions) {
  const unlock = folder === undefined ? async () => {} : await lockFolder(folder);
  const pglite = new PGlite({
    ...(folder === undefined ? {} : { dataDir: `${folder}/database` }),
    extensions: { pg_trgm },
    parsers: EXACT_NUMBERS as Record<number, (text: string) => unknown>,
  });
  try {
    await pglite.waitReady;
  } catch (error) {
    await unlock();
    throw error;
  }
  return { dialect: new ExclusivePGliteDialect({ pglite }), unlock };
}
