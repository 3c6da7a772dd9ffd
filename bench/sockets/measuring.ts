import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { AuctionServer } from '../../local-services/auction-server.ts';
import type { AlertsHouse } from '../alerts/house.ts';
import { processorSeconds } from '../alerts/processor-time.ts';
import { startWorker } from '../worker.ts';
import type { BiddersAnswer, BiddersOrder, BiddersReport } from './bidders-messages.ts';
import type { CrowdAnswer, CrowdOrder, CrowdReport } from './crowd-messages.ts';
import { heldBytes } from './memory.ts';
import type { Options } from './options.ts';

const CROWD = fileURLToPath(new URL('./crowd.ts', import.meta.url));
const BIDDERS = fileURLToPath(new URL('./bidders.ts', import.meta.url));

/** Everybody who arrived is told to the others by then: rooms do that twice a second. */
const SETTLE_MS = 2_000;

export type Measured = {
  readonly bids: BiddersReport;
  readonly watched: CrowdReport;
  /** How long it took until all were in. */
  readonly connectingSeconds: number;
  /** Of the server; undefined where the system does not tell. */
  readonly processors: number | undefined;
  /** Each time after collecting garbage. */
  readonly memory: {
    /** With its rooms and bidders, and nobody watching. */
    readonly beforeBytes: number;
    readonly connectedBytes: number;
    /** After some seconds of nothing. */
    readonly idleBytes: number;
    readonly bidOnBytes: number;
  };
};

export async function measure(
  house: AlertsHouse,
  server: AuctionServer,
  metricsToken: string,
  options: Options,
  progress: (step: number, what: string) => void,
): Promise<Measured> {
  const { url, pid } = server;
  const held = () => heldBytes(server, metricsToken);
  const [stage] = house.stages;
  const { sockets, auctions, rate, seconds, idle } = options;
  const auctionIds: string[] = [];
  for (let each = 0; each < auctions; each++) auctionIds.push(await stage.auction(house.seller.id, []));
  const crowd = startWorker<CrowdOrder, CrowdAnswer>(CROWD);
  const bidders = startWorker<BiddersOrder, BiddersAnswer>(BIDDERS);
  try {
    progress(1, `${2 * auctions} bidders sit down`);
    const tokens = house.bidders.map(({ token }) => token);
    await bidders.ask({ kind: 'join', url, tokens, auctionIds }, 'joined');
    await pause(SETTLE_MS);
    const beforeBytes = await held();

    progress(2, `${sockets} watchers connect`);
    const places = auctionIds.map((auctionId) => ({ kind: 'room' as const, auctionId }));
    const connected = await crowd.ask(
      { kind: 'connect', url, places, watchers: sockets / auctions },
      'connected',
    );
    const connectedBytes = await held();
    progress(3, 'nothing happens');
    await pause(Math.max(SETTLE_MS, idle * 1_000));
    const idleBytes = await held();

    progress(4, `${rate} bids a second for ${seconds} s`);
    await crowd.ask({ kind: 'measure' }, 'measuring');
    const before = processorSeconds(pid);
    const sinceMs = performance.now();
    const { report: bids } = await bidders.ask({ kind: 'bid', bidsPerSecond: rate, seconds }, 'done');
    const tookSeconds = (performance.now() - sinceMs) / 1_000;
    const after = processorSeconds(pid);
    const bidOnBytes = await held();
    await pause(SETTLE_MS);
    const { report: watched } = await crowd.ask({ kind: 'report' }, 'report');
    return {
      bids,
      watched,
      connectingSeconds: connected.seconds,
      processors: before === undefined || after === undefined ? undefined : (after - before) / tookSeconds,
      memory: { beforeBytes, connectedBytes, idleBytes, bidOnBytes },
    };
  } finally {
    await Promise.all([crowd.stop(), bidders.stop()]);
  }
}
