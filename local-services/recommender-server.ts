/** A recommender as a child process, for whoever wants to see it fail: tests and benches. */
import { fileURLToPath } from 'node:url';
import { onFreePort } from './free-port.ts';
import { createPrivateFolder } from './private-folder.ts';
import { type PrivateProcess, startProcess } from './private-process.ts';
import { untilReady } from './readiness.ts';

const MAIN = fileURLToPath(new URL('../recommender/main.ts', import.meta.url));

export interface RecommenderServer {
  readonly url: string;
  readonly port: number;
  /** SIGKILL, as a crash would. */
  kill(): Promise<void>;
  /** Starts again on the same port. */
  restart(): Promise<void>;
  /** It keeps its connections and does nothing any more: SIGSTOP. */
  suspend(): void;
  resume(): void;
  stop(): Promise<void>;
  /** The end of what it printed. */
  logTail(): string;
}

/** `program`: something that only looks like a recommender; both take RECOMMENDER_PORT, RECOMMENDER_HOST and what `settings` say. */
export async function startRecommenderServer({
  settings = {},
  program = MAIN,
}: {
  readonly settings?: Readonly<Record<string, string>>;
  readonly program?: string;
} = {}): Promise<RecommenderServer> {
  const folder = createPrivateFolder('recommender');
  let port = 0;
  let server: PrivateProcess;
  const url = () => `http://127.0.0.1:${port}`;

  const launch = async () => {
    const env = {
      ...process.env,
      RECOMMENDER_HOST: '127.0.0.1',
      RECOMMENDER_FOLDER: folder.path,
      ...settings,
      RECOMMENDER_PORT: String(port),
    };
    server = await startProcess(folder, process.execPath, [program], undefined, env);
    await untilReady('the recommender', server, async () => {
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
    kill: () => server.end('SIGKILL'),
    restart: launch,
    suspend: () => server.signal('SIGSTOP'),
    resume: () => server.signal('SIGCONT'),
    async stop() {
      // One that is suspended would not hear it.
      server.signal('SIGCONT');
      await server.end('SIGTERM');
      folder.remove();
    },
    logTail: () => server.logTail(),
  };
}
