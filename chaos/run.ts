/** One run: a house, its guests, a storm over it, and what remains to be checked. */
import { setTimeout as pause } from 'node:timers/promises';
import { ReadyAuction } from '../client-sdk/index.ts';
import { type Audit, audit } from './audit.ts';
import { Availability } from './availability.ts';
import { balanceOver } from './balancer.ts';
import { checkHistory, type Verdict } from './checker/check.ts';
import { ClientLog } from './client-log.ts';
import { Floor, type Guest } from './floor.ts';
import { type House, openHouse } from './house.ts';
import type { LotTimes } from './lot.ts';
import { signUp } from './people.ts';
import { randomFrom } from './random.ts';
import { describe, type Fault } from './schedule.ts';
import { type Strike, storm } from './storm.ts';
import { untilClosed } from './until-closed.ts';

export type RunOptions = {
  readonly seed: number;
  readonly schedule: readonly Fault[];
  readonly bidders: number;
  readonly auctions: number;
  readonly times: LotTimes;
  readonly thinkMs: number;
  readonly fsync: boolean;
  /** Modules for every node to load first: mutants come this way. */
  readonly preload: readonly string[];
  readonly tell: (line: string) => void;
};

export type RunResult = {
  readonly strikes: readonly Strike[];
  readonly verdict: Verdict;
  readonly audit: Audit;
  /** What clients were told, or threw, that no fault explains. */
  readonly unexplained: readonly unknown[];
  /** Live auctions that took no bids after everything was whole again. */
  readonly silent: number;
  readonly longest: Availability['longest'];
  /** Nodes that ended although nobody had ended them. */
  readonly ownEnds: readonly string[];
  /** How the nodes ended when they were told to, after everything. */
  readonly exitCodes: readonly (number | null)[];
  readonly serverLogs: readonly string[];
  readonly seconds: number;
};

const SELLERS = 4;
/** Most have more than they can spend; every tenth has to charge again and again. */
const RICH = 100_000_000;
const POOR = 1_000;

/** A connection that is silent for two seconds is dead: SDK clients may be told to be less patient than they are by themselves. */
const LIVE = {
  pingEveryMs: 1_000,
  pingTimeoutMs: 1_000,
  maxBackoffMs: 500,
  bidDeadlineMs: 15_000,
  joinDeadlineMs: 15_000,
};

export async function run(options: RunOptions): Promise<RunResult> {
  const { seed, schedule, tell } = options;
  const startedMs = performance.now();
  tell(`seed ${seed}: ${schedule.length} faults`);
  for (const fault of schedule) tell(`${String(fault.number).padStart(4)}  ${describe(fault)}`);

  const house = await openHouse(options);
  try {
    const happened = await happen(house, options);
    const ends = await house.stopNodes();
    tell('Checking what the clients were told against what is in the database …');
    const verdict = await checkHistory(house.databaseUrl, happened.logs, happened.openUntilMs);
    const audited = await audit(house.databaseUrl);
    const { strikes, unexplained, silent, longest } = happened;
    return {
      strikes,
      verdict,
      audit: audited,
      unexplained,
      silent,
      longest,
      ownEnds: house.ownEnds,
      exitCodes: ends.map(({ exitCode }) => exitCode),
      serverLogs: ends.map(({ log }) => log),
      seconds: (performance.now() - startedMs) / 1_000,
    };
  } finally {
    await house.close();
  }
}

async function happen(house: House, options: RunOptions) {
  const { seed, schedule, bidders, auctions, times, thinkMs, tell } = options;
  const random = randomFrom(seed).branch();
  const balancer = balanceOver(house.nodes.map(({ address }) => address));
  const [first] = house.nodes;
  const people = await signUp(house.databaseUrl, house.authSecret, bidders + SELLERS, random);
  const enter = ({ token }: { token: string }) =>
    new ReadyAuction(`http://${first?.address}`, { token, fetch: balancer.fetch, live: LIVE });
  const sellers = people.slice(0, SELLERS).map(enter);
  const guests = people
    .slice(SELLERS)
    .map((person): Guest => ({ house: enter(person), log: new ClientLog(person.userId) }));
  await fillWallets(guests);

  const availability: Availability = new Availability((auctionId) => floor.hurry(auctionId));
  const endless = Math.max(1, Math.floor(auctions / 10));
  const floor = new Floor({
    sellers,
    guests,
    places: auctions,
    endless,
    times,
    thinkMs,
    random,
    availability,
  });
  floor.open();
  const { servedBy } = balancer;
  await untilBusy(availability, auctions);
  const shares = house.nodes.map(
    ({ address }) => [...servedBy.values()].filter((each) => each === address).length,
  );
  tell(`${bidders} bidders in ${auctions} auctions at a time, by node ${shares.join(', ')}`);
  const { strikes, calm } = await storm({ schedule, house, availability, servedBy, tell });
  const silent = calm.waiting.size === 0 ? '' : `; ${calm.waiting.size} take NO bids`;
  tell(`The storm is over, ${calm.hit} auctions are live${silent}; bidding goes on for a moment …`);
  await floor.close();
  availability.stop();
  const openUntilMs = Date.now();
  await untilClosed(house.databaseUrl, openUntilMs);
  return {
    strikes,
    unexplained: floor.unexplained,
    silent: calm.waiting.size,
    longest: availability.longest,
    openUntilMs,
    logs: guests.map(({ log }) => log),
  };
}

async function fillWallets(guests: readonly Guest[]): Promise<void> {
  await Promise.all(
    guests.map(async ({ house, log }, index) => {
      const charge = { key: crypto.randomUUID(), points: index % 10 === 9 ? POOR : RICH };
      await house.wallet.charge(charge.points, charge.key);
      log.charges.push(charge);
    }),
  );
}

const BUSY_LOOK_MS = 50;
const BUSY_LIMIT_MS = 20_000;
const BUSY_SHARE = 0.7;

/** Most auctions have to be bid in before there is anything to break. */
async function untilBusy(availability: Availability, auctions: number): Promise<void> {
  const givesUpAtMs = performance.now() + BUSY_LIMIT_MS;
  while (availability.bidIn < auctions * BUSY_SHARE && performance.now() < givesUpAtMs) {
    await pause(BUSY_LOOK_MS);
  }
}
