/** Three nodes, PostgreSQL and Redis, all of them real processes, and somebody who starts again what ends by itself. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type LocalPostgres, startPostgres } from '../local-services/postgres.ts';
import { type LocalRedis, startRedis } from '../local-services/redis.ts';
import { type HouseNode, type NodeEnd, startNode } from './node.ts';

export const NODES = 3;

/** What a node loads first, so that its clock can be off. */
const SKEWED_CLOCK = new URL('./skewed-clock.ts', import.meta.url).href;

const DATABASE = 'chaos';
const LOOK_AFTER_MS = 100;

export type HouseOptions = {
  readonly fsync: boolean;
  /** More modules for every node to load before anything else; mutants come this way. */
  readonly preload: readonly string[];
};

export type House = {
  readonly nodes: readonly HouseNode[];
  readonly postgres: LocalPostgres;
  readonly redis: LocalRedis;
  /** Straight, not through any proxy. */
  readonly databaseUrl: string;
  readonly authSecret: string;
  /** Nodes that ended although nobody had ended them, with the last they said. */
  readonly ownEnds: readonly string[];
  /** Ends the nodes as a deployment would. PostgreSQL stays. */
  stopNodes(): Promise<NodeEnd[]>;
  close(): Promise<void>;
};

export async function openHouse({ fsync, preload }: HouseOptions): Promise<House> {
  const closers: (() => Promise<unknown>)[] = [];
  let nodes: readonly HouseNode[] = [];
  const stopNodes = () => {
    const ending = nodes;
    nodes = [];
    return Promise.all(ending.map((node) => node.stop()));
  };
  const close = async () => {
    for (const each of closers.splice(0).reverse()) await each();
  };
  try {
    const postgres = await startPostgres({ fsync });
    closers.push(postgres.stop);
    const redis = await startRedis();
    closers.push(redis.stop);
    await administer(postgres.url(), `create database ${DATABASE}`);
    const databaseUrl = postgres.url(DATABASE);
    const authSecret = randomBytes(32).toString('base64url');
    const imports = [SKEWED_CLOCK, ...preload].map((file) => `--import=${file}`);
    const settings = { AUTH_SECRET: authSecret, DATABASE_POOL: '8', NODE_OPTIONS: imports.join(' ') };
    const open = async (number: number) => {
      const node = await startNode({ number, databaseUrl, redisUrl: redis.url(), settings });
      nodes = [...nodes, node].sort((one, other) => one.number - other.number);
    };
    closers.push(stopNodes);
    // One makes the tables; the others would only wait for it.
    await open(1);
    await Promise.all(Array.from({ length: NODES - 1 }, (_, index) => open(index + 2)));

    const ownEnds: string[] = [];
    const supervisor = setInterval(() => {
      for (const node of nodes) {
        if (!node.wanted || node.server.running) continue;
        ownEnds.push(`node ${node.number} ended by itself: ${lastWords(node.server.log())}`);
        node.start().catch((error: unknown) => ownEnds.push(`and does not come back: ${error}`));
      }
    }, LOOK_AFTER_MS);
    supervisor.unref();
    closers.push(async () => clearInterval(supervisor));

    return {
      nodes: [...nodes],
      postgres,
      redis,
      databaseUrl,
      authSecret,
      ownEnds,
      stopNodes() {
        clearInterval(supervisor);
        return stopNodes();
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

const FATAL = '"level":60';
const SHOWN = 600;

/** Why it ended, where it said so. */
function lastWords(log: string): string {
  const lines = log.trimEnd().split('\n');
  return (lines.findLast((line) => line.includes(FATAL)) ?? lines.slice(-5).join('\n')).slice(0, SHOWN);
}
