import type { IncomingMessage } from 'node:http';
import { logger, matchMaker } from '@colyseus/core';
import type { AuctionId } from '../auction/auction.ts';
import { AUCTION_ROOM } from '../auction/protocol.ts';
import type { AuctionHouse } from './auction-house.ts';
import { auctionRoom } from './auction-room.ts';
import { clusterThrough, emptiestProcess, servingIn } from './cluster/cluster.ts';
import { departureOf } from './cluster/departure.ts';
import { RoomDirectory } from './cluster/directory.ts';
import { Residents } from './cluster/farewell.ts';
import type { RedisConnection } from './cluster/redis-connection.ts';
import { startSweep } from './cluster/sweep.ts';
import { Desk } from './desk.ts';
import { Doorkeeper } from './doors/doorkeeper.ts';
import { type DoorLimits, Doors } from './doors/doors.ts';
import { guardedTransport } from './doors/guarded-transport.ts';
import { refusedBid } from './outcomes.ts';
import type { AuctionStore, HouseClock, Log, Observer, Sessions, Showcase } from './ports.ts';
import { startPulse } from './pulse.ts';
import { Settler } from './settler.ts';
import { aliasesUnder } from './view/aliases.ts';

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
  /** Who sends more, or opens more sockets, is let go. */
  readonly doorLimits: DoorLimits;
  /** Whose request it is, for counting: behind a proxy not the proxy's. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Whether a page from this origin may open a socket; programs send none. */
  readonly isAllowedOrigin: (origin: string | undefined, host: string | undefined) => boolean;
};

/** Builds the rooms of this process. Colyseus keeps its matchmaker in module variables, so there is one house per process. */
export async function createAuctionHouse(options: AuctionHouseOptions): Promise<AuctionHouse> {
  const { store, showcase, clock, observer, log } = options;
  const aliases = aliasesUnder(options.aliasSecret);
  const settler = new Settler(store, showcase, observer, log);
  const doorkeeper = new Doorkeeper(options.sessions, log);
  const doors = new Doors(options.doorLimits, observer);
  const openDesk = (auctionId: AuctionId) => new Desk(auctionId, store, settler, clock, observer);

  // Its messages go where ours go; the ones it prints on every refused join are not ours to repeat.
  logger.info = logger.debug = () => {};
  // What it prints as an error is mostly that a stranger sent nonsense: whoever sends much of it must not fill a log.
  logger.error = (complaint: unknown) => log.info({ complaint }, 'Colyseus complains');
  const cluster = clusterThrough(options.redis, log);
  const { presence, driver, beacons } = cluster;
  const residents = new Residents();
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
      doors,
      residents,
      log,
    }),
  );
  await matchMaker.accept();

  const transport = guardedTransport({ ...options, doors });
  const directory = new RoomDirectory(store);
  const pulse = await startPulse(store, log);
  const sweep = startSweep(store, openDesk, servingIn(cluster), log);
  const departing = { cluster, residents, doorkeeper, settler, sweep, pulse, transport, log };

  return {
    seat: (auctionId, visitor) =>
      directory.seat(auctionId, { userId: visitor?.userId ?? null, session: visitor?.sessionId ?? null }),
    bid: async (auctionId, bidderId, bid, cause) => {
      try {
        const outcome = await directory.bid(auctionId, bidderId, bid, cause);
        return outcome ?? refusedBid('no_such_auction', bid.bidId, auctionId);
      } catch (error) {
        log.warn({ auctionId, bidId: bid.bidId, ...cause, err: error }, 'a bid did not reach its room');
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
    refuses: (visitor, address) => doors.refuses(visitor?.userId ?? null, address),
    attach: transport.attach,
    stats: () => {
      const { roomCount, ccu } = matchMaker.stats.local;
      return { rooms: roomCount, clients: ccu, waitingLetters: settler.waiting };
    },
    isLeaving: () => residents.isLeaving,
    ...departureOf(departing),
  };
}
