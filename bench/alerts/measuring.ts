import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ReadyAuction } from '../../client-sdk/index.ts';
import { startWorker, type Worker } from '../worker.ts';
import type { BiddersAnswer, BiddersOrder, BiddersReport } from './bidders-messages.ts';
import type { Count, CrowdAnswer, CrowdOrder, CrowdReport } from './crowd-messages.ts';
import type { AlertsHouse, Person, Stage } from './house.ts';
import { type Commit, type Lags, lagsOf } from './knowledge.ts';
import { processorSeconds } from './processor-time.ts';
import type { BenchedServer } from './servers.ts';

const CROWD = fileURLToPath(new URL('./crowd.ts', import.meta.url));
const BIDDERS = fileURLToPath(new URL('./bidders.ts', import.meta.url));

/** A room that has just opened, and streams that have, are slower; but not for longer than they are measured. */
const WARM_UP_MS = 2_000;
/** Whatever has not come by then is not coming: prices need a quarter of a second. */
const SETTLE_MS = 15_000;
const LOOK_MS = 100;

export type Window = {
  readonly bids: BiddersReport;
  /** What the subscribers got meanwhile. */
  readonly count: Count;
  readonly lags: Lags;
  /** Alerts that are kept for the subscribers, how many of them never came, and how many came again. */
  readonly kept: number;
  readonly missed: number;
  readonly doubled: number;
  /** Of the server: seconds of processor per second; undefined where the system does not tell. */
  readonly processors: number | undefined;
  /** Streams that ended by themselves. */
  readonly lost: number;
};

export type Task = {
  readonly server: BenchedServer;
  /** Each has a stream, and then the bidders have one, too. */
  readonly subscribers: readonly Person[];
  readonly bidsPerSecond: number;
  readonly seconds: number;
};

/** One auction of its own, its bidders and its subscribers, for so long. */
export async function measure(house: AlertsHouse, task: Task): Promise<Window> {
  const { server, subscribers, bidsPerSecond, seconds } = task;
  const { url, pid, stage, way } = server;
  const ids = subscribers.map(({ id }) => id);
  const auctionId = await stage.auction(house.seller.id, ids);
  const listeners = subscribers.length === 0 ? [] : [...subscribers, ...house.bidders];
  const crowd = startWorker<CrowdOrder, CrowdAnswer>(CROWD);
  const bidders = startWorker<BiddersOrder, BiddersAnswer>(BIDDERS);
  try {
    await crowd.ask({ kind: 'connect', url, tokens: tokensOf(listeners), watching: ids.length }, 'connected');
    const tokens = tokensOf(house.bidders);
    await bidders.ask({ kind: 'join', url, tokens, auctionId, bidsPerSecond }, 'joined');
    await pause(Math.min(WARM_UP_MS, seconds * 1_000));

    const before = processorSeconds(pid);
    await Promise.all([
      bidders.ask({ kind: 'measure' }, 'measuring'),
      crowd.ask({ kind: 'measure' }, 'measuring'),
    ]);
    await pause(seconds * 1_000);
    const [{ report: bids }, { count }] = await Promise.all([
      bidders.ask({ kind: 'report' }, 'report'),
      crowd.ask({ kind: 'count' }, 'count'),
    ]);
    const after = processorSeconds(pid);

    await bidders.ask({ kind: 'finish' }, 'finished');
    // Whoever only writes to those who are there keeps nothing for anybody.
    const isKept = way === 'ours' && listeners.length > 0;
    if (isKept) await cancel(url, house.admin, auctionId);
    const commits = await stage.commits(auctionId);
    const kept = isKept ? await keptFor(stage, auctionId, listeners) : [];
    const { report } = await reportOnce(crowd, kept.length, listeners.length > 0 ? commits : []);
    const measured = commits.filter(({ atMs }) => atMs >= bids.fromMs && atMs < bids.toMs);
    return {
      bids,
      count,
      lags: lagsOf(listeners.length > 0 ? measured : [], report),
      ...compared(kept, listeners, report),
      processors: before === undefined || after === undefined ? undefined : (after - before) / bids.seconds,
      lost: report.lost,
    };
  } finally {
    await Promise.all([crowd.stop(), bidders.stop()]);
  }
}

const tokensOf = (people: readonly Person[]) => people.map(({ token }) => token);

/** An end that everybody hears of, without waiting for one. */
async function cancel(url: string, admin: Person, auctionId: string): Promise<void> {
  await new ReadyAuction(url, { token: admin.token }).auctions.cancel(auctionId);
}

async function keptFor(stage: Stage, auctionId: string, listeners: readonly Person[]) {
  while (!(await stage.isNumbered())) await pause(LOOK_MS);
  const present = new Set(listeners.map(({ id }) => id));
  return (await stage.kept(auctionId)).filter(([userId]) => present.has(userId));
}

/** What was heard, as soon as it is everything or nothing more can come. */
async function reportOnce(
  crowd: Worker<CrowdOrder, CrowdAnswer>,
  kept: number,
  commits: readonly Commit[],
): Promise<Extract<CrowdAnswer, { kind: 'report' }>> {
  const last = commits.at(-1)?.pricePoints ?? 0;
  const untilMs = performance.now() + SETTLE_MS;
  for (;;) {
    const said = await crowd.ask({ kind: 'report' }, 'report');
    const { report } = said;
    const isAll = report.kept.length >= kept && (report.steps.at(-1)?.pricePoints ?? 0) >= last;
    if (isAll || performance.now() > untilMs) return said;
    await pause(LOOK_MS);
  }
}

/** What is kept for people against what they were told. */
function compared(
  kept: readonly (readonly [string, number])[],
  listeners: readonly Person[],
  report: CrowdReport,
): Pick<Window, 'kept' | 'missed' | 'doubled'> {
  const told = report.kept.map(([listener, position]) => `${listeners[listener]?.id} ${position}`);
  const different = new Set(told);
  const missed = kept.filter(([userId, position]) => !different.has(`${userId} ${position}`));
  return { kept: kept.length, missed: missed.length, doubled: told.length - different.size };
}
