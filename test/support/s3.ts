/**
 * A store that speaks S3, as a process of its own: s3rver, which keeps its objects in a private folder. It knows accounts by their key, but
 * does not recompute signatures of version 4.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { onFreePort } from '../../local-services/free-port.ts';
import { createPrivateFolder } from '../../local-services/private-folder.ts';
import { type PrivateProcess, startProcess } from '../../local-services/private-process.ts';
import { untilReady } from '../../local-services/readiness.ts';
import type { BucketOptions } from '../../persistence/images/bucket-store.ts';

export type LocalS3 = {
  readonly options: BucketOptions & { readonly endpoint: string };
  /** SIGSTOP: connections stay open and nothing answers. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
};

const require = createRequire(import.meta.url);
const BUCKET = 'pictures';
/** The one account that it knows. */
const CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

export async function startS3(): Promise<LocalS3> {
  const folder = createPrivateFolder('s3');
  const program = join(dirname(require.resolve('s3rver/package.json')), 'bin', 's3rver.js');
  let endpoint = '';
  let server: PrivateProcess | undefined;
  try {
    await onFreePort(async (port) => {
      endpoint = `http://127.0.0.1:${port}`;
      const args = ['-d', folder.path, '-a', '127.0.0.1', '-p', String(port), '--configure-bucket', BUCKET];
      server = await startProcess(folder, process.execPath, [program, ...args]);
      await untilReady('S3', server, () => fetch(endpoint));
    });
  } catch (error) {
    folder.remove();
    throw error;
  }
  return {
    options: { bucket: BUCKET, endpoint, region: 'us-east-1', credentials: CREDENTIALS, pathStyle: true },
    pause: () => server?.signal('SIGSTOP'),
    resume: () => server?.signal('SIGCONT'),
    async stop() {
      await server?.end('SIGKILL');
      folder.remove();
    },
  };
}
