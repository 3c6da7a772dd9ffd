import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAuctionServer } from '../local-services/auction-server.ts';
import { createPrivateFolder } from '../local-services/private-folder.ts';

const AUDIT = fileURLToPath(new URL('../server/audit.ts', import.meta.url));

/** Where a replay takes place. */
export type House = {
  readonly url: string;
  /** Where its data is, for people; undefined when it is somebody else's business. */
  readonly keeps: string | undefined;
  /** Ends the server and re-decides its whole log; false when the audit found something. Undefined for a house that is not ours. */
  readonly audited: (() => Promise<boolean>) | undefined;
  /** Ends what was started, and removes what was only for this replay. */
  readonly close: () => Promise<void>;
};

export type OwnHouse = {
  /** A PostgreSQL to use instead of the embedded database. */
  readonly database: string | undefined;
  /** A folder for the embedded database that is kept. */
  readonly dataFolder: string | undefined;
};

/** Somebody's running server. */
export const houseAt = (url: string): House => ({
  url,
  keeps: undefined,
  audited: undefined,
  close: () => Promise.resolve(),
});

/** A server of our own, on a database that is forgotten afterwards unless one is named. */
export async function openHouse({ database, dataFolder }: OwnHouse): Promise<House> {
  const folder = createPrivateFolder('replay');
  const settings = {
    DATA_FOLDER: dataFolder ?? join(folder.path, 'data'),
    // Set even when empty: whatever the shell has set is meant for another server.
    DATABASE_URL: database ?? '',
    REDIS_URL: '',
    PUBLIC_URL: '',
  };
  const server = await startAuctionServer(settings).catch((error: unknown) => {
    folder.remove();
    throw error;
  });
  return {
    url: server.url,
    keeps: database === undefined ? dataFolder : 'PostgreSQL (--database)',
    audited: async () => {
      await server.stop();
      return audit(settings);
    },
    close: async () => {
      await server.stop();
      folder.remove();
    },
  };
}

/** With these settings and no others: the audit needs nothing from our shell. */
function audit(env: Readonly<Record<string, string>>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [AUDIT], { env, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}
