import { onFreePort } from './free-port.ts';
import { createPrivateFolder, type PrivateFolder } from './private-folder.ts';
import { type PrivateProcess, startProcess } from './private-process.ts';
import { untilReady } from './readiness.ts';

export interface HttpProgram {
  readonly url: string;
  readonly port: number;
  /** The one that runs now, or ran last. */
  readonly process: PrivateProcess;
  /** Starts again on the same port; resolves when it is ready. */
  restart(): Promise<void>;
  /** SIGTERM, also to one that is stopped, and its folder is gone. */
  stop(): Promise<void>;
}

/** A program of ours that serves HTTP, as a child process on a free port, ready when `/health/ready` says so. */
export async function startHttpProgram(
  name: string,
  program: string,
  environment: (port: number, folder: PrivateFolder) => Readonly<Record<string, string>>,
): Promise<HttpProgram> {
  const folder = createPrivateFolder(name);
  let port = 0;
  let running: PrivateProcess;
  const url = () => `http://127.0.0.1:${port}`;

  const launch = async () => {
    const env = { ...process.env, ...environment(port, folder) };
    running = await startProcess(folder, process.execPath, [program], undefined, env);
    await untilReady(`the ${name}`, running, async () => {
      const response = await fetch(`${url()}/health/ready`);
      if (!response.ok) throw new Error(`not ready: ${response.status}`);
    });
  };

  try {
    await onFreePort((free) => {
      port = free;
      return launch();
    });
  } catch (error) {
    folder.remove();
    throw error;
  }

  return {
    get url() {
      return url();
    },
    get port() {
      return port;
    },
    get process() {
      return running;
    },
    restart: launch,
    async stop() {
      running.signal('SIGCONT');
      await running.end('SIGTERM');
      folder.remove();
    },
  };
}
