import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { processorSeconds } from '../alerts/processor-time.ts';
import type { CrowdAnswer, CrowdOrder, CrowdReport, Place } from '../sockets/crowd-messages.ts';
import { startWorker, type Worker } from '../worker.ts';

const CROWD = fileURLToPath(new URL('../sockets/crowd.ts', import.meta.url));

/** Everybody who arrived is told to the others by then: rooms do that twice a second. */
const SETTLE_MS = 1_000;
/** What has not come by then is not coming. */
const LAST_MS = 3_000;
const LOOK_MS = 50;
/** Changes before the first that is measured. */
const WARM_UP = 5;

/** A server, and how to make it tell all its watchers that a price changed. */
export type Teller = {
  readonly url: string;
  readonly pid: number;
  readonly place: Place;
  readonly tell: () => Promise<unknown>;
};

export type Window = {
  /** When each change was asked for, by the machine's clock. */
  readonly askedMs: readonly number[];
  readonly report: CrowdReport;
  /** What the server used of the processors meanwhile, in seconds; undefined where the system does not tell. */
  readonly processorSeconds: number | undefined;
};

export type Task = { readonly watchers: number; readonly changes: number; readonly rate: number };

/** So many changes in front of so many watchers, one after the other at a steady rate. */
export async function measure(
  { url, pid, place, tell }: Teller,
  { watchers, changes, rate }: Task,
): Promise<Window> {
  const crowd = startWorker<CrowdOrder, CrowdAnswer>(CROWD);
  try {
    await crowd.ask({ kind: 'connect', url, places: [place], watchers }, 'connected');
    await steadily(WARM_UP, rate, tell);
    await pause(SETTLE_MS);
    await crowd.ask({ kind: 'measure' }, 'measuring');
    const before = processorSeconds(pid);
    const askedMs = await steadily(changes, rate, tell);
    const after = processorSeconds(pid);
    const report = await reportOnce(crowd, watchers === 0 ? 0 : changes);
    await crowd.ask({ kind: 'leave' }, 'left');
    return {
      askedMs,
      report,
      processorSeconds: before === undefined || after === undefined ? undefined : after - before,
    };
  } finally {
    await crowd.stop();
  }
}

/** None is asked for before the one before it was made. Ends when the next would be due. */
async function steadily(changes: number, rate: number, tell: () => Promise<unknown>): Promise<number[]> {
  const beganMs = performance.now();
  const askedMs: number[] = [];
  for (let made = 1; made <= changes; made++) {
    askedMs.push(performance.timeOrigin + performance.now());
    await tell();
    await pause(Math.max(0, beganMs + (made * 1_000) / rate - performance.now()));
  }
  return askedMs;
}

/** What came, once everything has or nothing more can. */
async function reportOnce(crowd: Worker<CrowdOrder, CrowdAnswer>, changes: number): Promise<CrowdReport> {
  const untilMs = performance.now() + LAST_MS;
  for (;;) {
    const { report } = await crowd.ask({ kind: 'report' }, 'report');
    const isAll = report.places.every(({ lastMs, missing }) => missing === 0 && lastMs.length >= changes);
    if (isAll || performance.now() > untilMs) return report;
    await pause(LOOK_MS);
  }
}
