/** One server of the house with a bad network around it: everything it says or hears goes through a proxy of ours. */
import { setTimeout as pause } from 'node:timers/promises';
import { type AuctionServer, startAuctionServer } from '../local-services/auction-server.ts';
import { startTcpProxy, type TcpProxy } from '../local-services/tcp-proxy.ts';

export type NodeOptions = {
  readonly number: number;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly settings: Readonly<Record<string, string>>;
};

export type HouseNode = {
  readonly number: number;
  readonly server: AuctionServer;
  /** `host:port` as clients know it. */
  readonly address: string;
  readonly clients: TcpProxy;
  readonly database: TcpProxy;
  readonly redis: TcpProxy;
  /** Whether it is meant to run: a supervisor would start it again. */
  readonly wanted: boolean;
  /** Ends it in some way, on purpose; it stays away until `start`. */
  down<T>(end: () => Promise<T>): Promise<T>;
  /** Starts it again, as often as it takes; resolves when it is ready. */
  start(settings?: Readonly<Record<string, string>>): Promise<void>;
  /** For good. */
  stop(): Promise<NodeEnd>;
};

/** How a node ended, and all it ever printed. */
export type NodeEnd = { readonly exitCode: number | null; readonly log: string };

/** A start may fail while the database is away; a supervisor would try again and again. */
const START_TRIES = 40;
const START_PAUSE_MS = 250;
/** Longer than a server gives itself to shut down, which is what we want to find out. */
export const SHUTDOWN_MS = 15_000;

export async function startNode({
  number,
  databaseUrl,
  redisUrl,
  settings,
}: NodeOptions): Promise<HouseNode> {
  const [clients, database, redis] = await Promise.all([startTcpProxy(), startTcpProxy(), startTcpProxy()]);
  database.aimAt(portOf(databaseUrl));
  redis.aimAt(portOf(redisUrl));
  const address = `127.0.0.1:${clients.port}`;
  const server = await startAuctionServer({
    ...settings,
    DATABASE_URL: through(database, databaseUrl),
    REDIS_URL: through(redis, redisUrl),
    PUBLIC_ADDRESS: address,
  });
  clients.aimAt(portOf(server.url));

  let wanted = true;
  let starting: Promise<void> = Promise.resolve();
  const startAgain = async (changed: Readonly<Record<string, string>>) => {
    for (let tries = 1; !server.running; tries++) {
      try {
        await server.restart(changed);
      } catch (error) {
        if (tries === START_TRIES) throw error;
        await pause(START_PAUSE_MS);
      }
    }
    wanted = true;
  };

  return {
    number,
    server,
    address,
    clients,
    database,
    redis,
    get wanted() {
      return wanted;
    },
    async down(end) {
      wanted = false;
      return end();
    },
    start(changed = {}) {
      wanted = false;
      // One at a time, should it have ended by itself just now, too.
      starting = starting.catch(() => undefined).then(() => startAgain(changed));
      return starting;
    },
    async stop() {
      wanted = false;
      await starting.catch(() => undefined);
      const exitCode = server.running ? await server.terminate(SHUTDOWN_MS) : null;
      const log = server.log();
      await server.stop();
      await Promise.all([clients, database, redis].map((proxy) => proxy.stop()));
      return { exitCode, log };
    },
  };
}

const portOf = (url: string) => Number(new URL(url).port);

function through({ port }: TcpProxy, url: string): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.href;
}
