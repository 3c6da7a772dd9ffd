import { fileURLToPath } from 'node:url';
import { type LiveAuction, ReadyAuction } from '../../client-sdk/index.ts';
import type { AlertsHouse } from '../alerts/house.ts';
import { startServer } from '../benched-server.ts';
import { startWorker } from '../worker.ts';
import type { BareAnswer, BareOrder, BareWay } from './bare-messages.ts';
import type { Teller } from './measuring.ts';

const BARE_SERVER = fileURLToPath(new URL('./bare-server.ts', import.meta.url));
const POOL = 16;

export type OpenTeller = Teller & { stop(): Promise<void> };

/** The whole server: a price changes because somebody bids. */
export async function startOurs(house: AlertsHouse): Promise<OpenTeller> {
  const [stage] = house.stages;
  const server = await startServer(stage.databaseUrl, POOL, { AUTH_SECRET: house.authSecret });
  const seats: LiveAuction[] = [];
  const stop = async () => {
    await Promise.all(seats.map((seat) => seat.leave()));
    await server.stop();
  };
  try {
    const auctionId = await stage.auction(house.seller.id, []);
    for (const { token } of house.bidders.slice(0, 2))
      seats.push(await new ReadyAuction(server.url, { token }).join(auctionId));
    let pricePoints = seats[0]?.view.pricePoints ?? 0;
    const tell = async () => {
      pricePoints += 1;
      const outcome = await seats[pricePoints % seats.length]?.bid(pricePoints);
      if (outcome?.status !== 'accepted') throw new Error(`a bid was not accepted: ${outcome?.code}`);
    };
    return { url: server.url, pid: server.pid, place: { kind: 'room', auctionId }, tell, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Nothing but the writes of these bytes. */
export async function startBare(way: BareWay, bytes: string): Promise<OpenTeller> {
  const worker = startWorker<BareOrder, BareAnswer>(BARE_SERVER);
  try {
    const { port, pid } = await worker.ask({ kind: 'serve', way, bytes }, 'serving');
    return {
      url: `http://127.0.0.1:${port}`,
      pid,
      place: { kind: way === 'sockets' ? 'socket' : 'stream' },
      tell: () => worker.ask({ kind: 'tell' }, 'told'),
      stop: () => worker.stop(),
    };
  } catch (error) {
    await worker.stop();
    throw error;
  }
}
