/** A recommender as a child process, for whoever wants to see it fail: tests and benches. */
import { fileURLToPath } from 'node:url';
import { startHttpProgram } from './http-program.ts';

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
  const served = await startHttpProgram('recommender', program, (port, folder) => ({
    RECOMMENDER_HOST: '127.0.0.1',
    RECOMMENDER_FOLDER: folder.path,
    ...settings,
    RECOMMENDER_PORT: String(port),
  }));
  return {
    url: served.url,
    port: served.port,
    kill: () => served.process.end('SIGKILL'),
    restart: () => served.restart(),
    suspend: () => served.process.signal('SIGSTOP'),
    resume: () => served.process.signal('SIGCONT'),
    stop: () => served.stop(),
    logTail: () => served.process.logTail(),
  };
}
