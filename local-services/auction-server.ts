/** A Ready Auction server as a child process, for whatever drives it from outside: tests, benches, the replay. */
import { fileURLToPath } from 'node:url';
import { startHttpProgram } from './http-program.ts';

const MAIN = fileURLToPath(new URL('../server/main.ts', import.meta.url));

export interface AuctionServer {
  readonly url: string;
  /** Of the process that runs now. */
  readonly pid: number;
  /** Where it keeps its embedded database, unless DATABASE_URL says otherwise. */
  readonly dataFolder: string;
  /** Whether there is a process, ready or not. */
  readonly running: boolean;
  /** SIGKILL, as a crash would. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM, as a rolling restart would. Resolves with its exit code, or null where SIGKILL had to help. */
  terminate(limitMs?: number): Promise<number | null>;
  /** SIGSTOP: it does nothing any more, and knows nothing of it when it is resumed. */
  pause(): void;
  resume(): void;
  /** Starts again on the same port with the same data, and with these settings from now on; resolves when it is ready. */
  restart(settings?: Readonly<Record<string, string>>): Promise<void>;
  /** Ends it cleanly and removes its folder. */
  stop(): Promise<void>;
  /** The end of what it printed. */
  logTail(): string;
  /** All of it, since it was first started. */
  log(): string;
}

/** All clients of a test or a bench share one address, and some of them an account. */
export const NO_LIMITS = {
  REQUESTS_PER_MINUTE: '0',
  SIGN_INS_PER_MINUTE: '0',
  USER_REQUESTS_PER_MINUTE: '0',
  BIDS_PER_MINUTE: '0',
  UPLOADS_PER_MINUTE: '0',
  LISTINGS_PER_MINUTE: '0',
  USER_MESSAGES_PER_SECOND: '0',
  ADDRESS_MESSAGES_PER_SECOND: '0',
  USER_SOCKETS: '0',
  ADDRESS_SOCKETS: '0',
} as const;

/** Starts a server on a free port without demo and without limits per address and account: its clients share one address, and some of them an account. */
export async function startAuctionServer(
  initialSettings: Readonly<Record<string, string>> = {},
): Promise<AuctionServer> {
  let settings = initialSettings;
  let dataFolder = '';
  const served = await startHttpProgram('auction-server', MAIN, (port, folder) => {
    dataFolder = `${folder.path}/data`;
    return {
      // Whatever the shell has set for a server of its own is none of this one's business.
      DATABASE_URL: '',
      REDIS_URL: '',
      PUBLIC_URL: '',
      HOST: '127.0.0.1',
      DATA_FOLDER: dataFolder,
      DEMO: 'off',
      ...NO_LIMITS,
      PUBLIC_ADDRESS: `127.0.0.1:${port}`,
      ...settings,
      PORT: String(port),
    };
  });
  return {
    url: served.url,
    get pid() {
      return served.process.pid;
    },
    dataFolder,
    get running() {
      return served.process.running;
    },
    kill: () => served.process.end('SIGKILL'),
    async terminate(limitMs) {
      await served.process.end('SIGTERM', limitMs);
      return served.process.exitCode;
    },
    pause: () => served.process.signal('SIGSTOP'),
    resume: () => served.process.signal('SIGCONT'),
    restart(changed = {}) {
      settings = { ...settings, ...changed };
      return served.restart();
    },
    stop: () => served.stop(),
    logTail: () => served.process.logTail(),
    log: () => served.process.log(),
  };
}
