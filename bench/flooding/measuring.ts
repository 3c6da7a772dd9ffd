import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { BiddersAnswer, BiddersOrder, BiddersReport } from '../alerts/bidders-messages.ts';
import { startWorker, type Worker } from '../worker.ts';
import type { Flood, FlooderAnswer, FlooderOrder, FloodReport } from './flooder-messages.ts';

const FLOODER = fileURLToPath(new URL('./flooder.ts', import.meta.url));

export type Place = { readonly url: string; readonly auctionId: string };
export type Window = { readonly bids: BiddersReport; readonly flood: FloodReport | undefined };

/** How the bidders fare for so long, while somebody floods or while nobody does. */
export async function measure(
  bidders: Worker<BiddersOrder, BiddersAnswer>,
  { url, auctionId }: Place,
  flooder: { readonly flood: Flood; readonly token: string } | undefined,
  seconds: number,
): Promise<Window> {
  const worker = flooder && startWorker<FlooderOrder, FlooderAnswer>(FLOODER);
  try {
    await bidders.ask({ kind: 'measure' }, 'measuring');
    if (flooder !== undefined) await worker?.ask({ kind: 'flood', ...flooder, url, auctionId }, 'flooding');
    await pause(seconds * 1_000);
    const { report: bids } = await bidders.ask({ kind: 'report' }, 'report');
    const stopped = await worker?.ask({ kind: 'stop' }, 'stopped');
    return { bids, flood: stopped?.report };
  } finally {
    await worker?.stop();
  }
}
