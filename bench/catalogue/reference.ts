import { fileURLToPath } from 'node:url';
import { onFreePort } from '../../local-services/free-port.ts';
import { createPrivateFolder } from '../../local-services/private-folder.ts';
import { type PrivateProcess, startProcess } from '../../local-services/private-process.ts';
import { untilReady } from '../../local-services/readiness.ts';

const PROGRAM = fileURLToPath(new URL('./reference-server.ts', import.meta.url));

/** The reference's way as a process of its own, like our server. */
export async function startReference(databaseUrl: string) {
  const folder = createPrivateFolder('reference');
  let url = '';
  let server: PrivateProcess | undefined;
  try {
    await onFreePort(async (port) => {
      url = `http://127.0.0.1:${port}`;
      server = await startProcess(folder, process.execPath, [PROGRAM, databaseUrl, String(port)]);
      await untilReady('the reference server', server, async () => {
        const response = await fetch(`${url}/health`);
        if (!response.ok) throw new Error(`not ready: ${response.status}`);
      });
    });
  } catch (error) {
    folder.remove();
    throw error;
  }
  return {
    url,
    async stop() {
      await server?.end('SIGTERM');
      folder.remove();
    },
  };
}
