import { logger, matchMaker } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';
import type { AuctionId } from '../auction/auction.ts';
import { AUCTION_ROOM } from '../auction/protocol.ts';
import { aliasesUnder } from './aliases.ts';
import type { AuctionHouse } from './auction-house.ts';
import { auctionRoom } from './auction-room.ts';
import { clusterThrough, emptiestProcess, servingIn } from './cluster.ts';
import { Desk } from './desk.ts';
import { RoomDirectory } from './directory.ts';
import { Doorkeeper } from './doorkeeper.ts';
import { ROOM_LIMITS } from './limits.ts';
import { refusedBid } from './outcomes.ts';
import type { AuctionStore, HouseClock, Log, Observer, Sessions, Showcase } from './ports.ts';
import type { RedisConnection } from './redis-connection.ts';
import { Settler } from './settler.ts';
import { startPulse } from './pulse.ts';
import { startSweep } from './sweep.ts';

export type AuctionHouseOptions = {
  readonly store: AuctionStore;
  readonly showcase: Showcase;
  readonly sessions: Sessions;
  readonly clock: HouseClock;
  readonly observer: Observer;
  readonly log: Log;
  /** Keys the names that bidders have in public; must be the same on every node. */
  readonly aliasSecret: string;
  /** With it, nodes share their rooms. */
  readonly redis?: RedisConnection;
  /** `host:port` under which clients reach this very node. */
  readonly publicAddress?: string;
  /** A client that sends more is let go. */
  readonly maxMessagesPerSecond: number;
  /** Whether a page from this origin may open a socket; programs send none. */
  readonly isAllowedOrigin: (origin: string | undefined, host: string | undefined) => boolean;
};

/** Builds the rooms of this process. Colyseus keeps its matchmaker in module variables, so there is one house per process. */
export async function createAuctionHouse(options: AuctionHouseOptions): Promise<AuctionHouse> {
  const { store, showcase, clock, observer, log } = options;
  const aliases = aliasesUnder(options.aliasSecret);
  const settler = new Settler(store, showcase, observer, log);
  const doorkeeper = new Doorkeeper(options.sessions, log);
  const openDesk = (auctionId: AuctionId) => new Desk(auctionId, store, settler, clock, observer);

  // Its messages go where ours go; the ones it prints on every refused join are not ours to repeat.
  logger.info = logger.debug = () => {};
  const cluster = clusterThrough(options.redis, log);
  const { presence, driver, beacons } = cluster;
  await matchMaker.setup(presence, driver, options.publicAddress, () => emptiestProcess(cluster));
  await beacons?.start();
  matchMaker.defineRoomType(
    AUCTION_ROOM,
    auctionRoom({
      openDesk,
      showcase,
      exists: (auctionId) => store.exists(auctionId),
      clock,
      aliases,
      doorkeeper,
      maxMessagesPerSecond: options.maxMessagesPerSecond,
      log,
    }),
  );
  await matchMaker.accept();

  const transport = new WebSocketTransport({ noServer: true, maxPayload: ROOM_LIMITS.messageBytes });
  const directory = new RoomDirectory(store, beacons);
  const pulse = await startPulse(store, log);
  const sweep = startSweep(store, openDesk, servingIn(cluster), log);

  return {
    seat: (auctionId, visitor) =>
      directory.seat(auctionId, { userId: visitor?.userId ?? null, session: visitor?.sessionId ?? null }),
    bid: async (auctionId, bidderId, bid) => {
      try {
        const outcome = await directory.call(auctionId, 'placeBid', [bidderId, bid]);
        return outcome ?? refusedBid('no_such_auction', bid.bidId, auctionId);
      } catch (error) {
        log.warn({ auctionId, err: error }, 'a bid did not reach its room');
        return refusedBid('unavailable', bid.bidId, auctionId);
      }
    },
    cancel: async (auctionId) => {
      const refusal = await directory.call(auctionId, 'cancelAuction', []);
      return refusal === undefined ? 'no_such_auction' : (refusal ?? undefined);
    },
    refresh: async (auctionId) => {
      try {
        await directory.callIfOpen(auctionId, 'reload', []);
      } catch (error) {
        // The change took the next epoch, so a room that did not hear of it cannot settle by the old terms.
        log.warn({ auctionId, err: error }, 'a room did not hear of a change');
      }
    },
    settled: () => settler.settled(),
    isSeen: () => beacons?.isSeen ?? true,
    alias: aliases,
    attach: (server) => {
      transport.attachToServer(server, {
        filter: ({ headers }) => options.isAllowedOrigin(headers.origin, headers.host),
      });
    },
    stop: async () => {
      doorkeeper.stop();
      await sweep.stop();
      await pulse.stop();
      await beacons?.stop();
      await matchMaker.gracefullyShutdown();
      await settler.idle();
      transport.shutdown();
      presence.shutdown();
      await driver.shutdown();
    },
  };
}
