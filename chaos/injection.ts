import { setTimeout as pause } from 'node:timers/promises';
import type { House } from './house.ts';
import { type HouseNode, SHUTDOWN_MS } from './node.ts';
import type { Fault, FaultKind } from './schedule.ts';

/** Does the damage and repairs it; resolves when all is whole again. Tells `note` what there is to tell. */
type Injection = (fault: Strike, house: House, note: (text: string) => void) => Promise<void>;

/** `node` is whom it hits; null where it hits what all nodes share. */
type Strike = Fault & { readonly node: number | null };

/** How many connections are cut between a commit and its answer. */
const COMMITS = 4;
/** Enough for a bid to arrive, and less than any timeout. */
const FALLING_ASLEEP_MS = 300;

const nodeOf = ({ node }: Strike, { nodes }: House): HouseNode => {
  const hit = nodes[node ?? 0];
  if (hit === undefined) throw new Error(`there is no node ${node}`);
  return hit;
};

const killed: Injection = async (fault, house) => {
  const node = nodeOf(fault, house);
  await node.down(() => node.server.kill());
  await pause(fault.holdMs);
  await node.start();
};

/** Zero is an honest end; what is more, null included, is told. */
async function terminate(node: HouseNode, note: (text: string) => void): Promise<void> {
  const startedMs = performance.now();
  const code = await node.down(() => node.server.terminate(SHUTDOWN_MS));
  const ms = Math.round(performance.now() - startedMs);
  if (code !== 0) note(`node ${node.number} was told to end and ended with ${code} after ${ms} ms`);
  else note(`ended after ${ms} ms`);
}

const INJECTIONS: { readonly [K in FaultKind]: Injection } = {
  kill: killed,

  async kill_in_commit(fault, house, note) {
    const { database } = nodeOf(fault, house);
    database.holdFrom('commit');
    await pause(fault.holdMs);
    const down = killed({ ...fault, holdMs: 0 }, house, note);
    // What was on its way is lost: were it still to arrive, it would be as if the node had died a little later.
    database.cut();
    database.release();
    await down;
  },

  async zombie(fault, house) {
    const { server } = nodeOf(fault, house);
    server.pause();
    await pause(fault.holdMs);
    server.resume();
  },

  async zombie_in_commit(fault, house) {
    const { server, database } = nodeOf(fault, house);
    database.holdFrom('commit');
    await pause(FALLING_ASLEEP_MS);
    server.pause();
    await pause(fault.holdMs);
    server.resume();
    database.release();
  },

  async terminate(fault, house, note) {
    const node = nodeOf(fault, house);
    await terminate(node, note);
    await node.start();
  },

  async skew(fault, house, note) {
    const node = nodeOf(fault, house);
    await terminate(node, note);
    await node.start({ CHAOS_CLOCK_SKEW_MS: String(fault.skewMs) });
  },

  async postgres_stop({ holdMs }, { postgres }) {
    await postgres.stopAtOnce();
    await pause(holdMs);
    await postgres.restart();
  },

  async redis_kill({ holdMs }, { redis }) {
    await redis.kill();
    await pause(holdMs);
    await redis.restart();
  },

  redis_flush: (_fault, { redis }) => redis.flush(),

  async cut_at_commit(fault, house, note) {
    const trap = nodeOf(fault, house).database.cutAfter('commit', COMMITS);
    const timer = setTimeout(trap.stop, fault.holdMs);
    note(`${await trap.cut} cut`);
    clearTimeout(timer);
    trap.stop();
  },

  async cut_before_outcome(fault, house) {
    const { clients } = nodeOf(fault, house);
    clients.hold('out');
    await pause(fault.holdMs);
    clients.cut();
    clients.release();
  },

  cut_clients: async (fault, house) => nodeOf(fault, house).clients.cut(),
  cut_database: async (fault, house) => nodeOf(fault, house).database.cut(),
  cut_redis: async (fault, house) => nodeOf(fault, house).redis.cut(),

  async hole_database(fault, house) {
    const { database } = nodeOf(fault, house);
    database.hold('in', 'out');
    await pause(fault.holdMs);
    database.release();
  },

  async hole_answers(fault, house) {
    const { database } = nodeOf(fault, house);
    database.hold('out');
    await pause(fault.holdMs);
    database.release();
  },

  async hole_redis(fault, house) {
    const { redis } = nodeOf(fault, house);
    redis.hold('in', 'out');
    await pause(fault.holdMs);
    redis.release();
  },

  async hole_clients(fault, house) {
    const { clients } = nodeOf(fault, house);
    clients.hold('in', 'out');
    await pause(fault.holdMs);
    clients.release();
  },

  async island(fault, house) {
    const { database, redis } = nodeOf(fault, house);
    database.hold('in', 'out');
    redis.hold('in', 'out');
    await pause(fault.holdMs);
    database.release();
    redis.release();
  },

  async slow_database(fault, house) {
    const { database } = nodeOf(fault, house);
    database.delay(fault.delayMs, 'in', 'out');
    await pause(fault.holdMs);
    database.delay(0, 'in', 'out');
  },
};

export const inject: Injection = (fault, house, note) => INJECTIONS[fault.kind](fault, house, note);
