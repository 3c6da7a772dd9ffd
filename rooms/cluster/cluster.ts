import { LocalDriver, LocalPresence, type MatchMakerDriver, matchMaker, type Presence } from '@colyseus/core';
import type { Log } from '../ports.ts';
import { Beacons } from './beacons.ts';
import { Placements } from './placements.ts';
import type { RedisConnection } from './redis-connection.ts';
import { RoomListings } from './room-listings.ts';
import { SteadyPresence } from './steady-presence.ts';
import type { Serving } from './sweep.ts';

export type Cluster = {
  readonly presence: Presence;
  readonly driver: MatchMakerDriver;
  /** Undefined where there is only this process. */
  readonly beacons: Beacons | undefined;
  readonly placements: Placements | undefined;
};

/** Where rooms are listed and how nodes talk: in this process alone, or through Redis with all others. */
export function clusterThrough(redis: RedisConnection | undefined, log: Log): Cluster {
  return redis === undefined
    ? { presence: new LocalPresence(), driver: new LocalDriver(), beacons: undefined, placements: undefined }
    : {
        presence: new SteadyPresence(redis, log),
        driver: new RoomListings(redis),
        beacons: new Beacons(redis, log),
        placements: new Placements(redis),
      };
}

/** Where a new room is made: on the living process that has the fewest, or here when there is no other. */
export async function emptiestProcess({ placements }: Cluster): Promise<string> {
  return (await placements?.next()) ?? matchMaker.processId;
}

/** Who serves what, by the list of rooms. When the list cannot be read, nobody is known: late auctions are closed all the same. */
export const servingIn = ({ beacons }: Cluster): Serving => ({
  isServedHere: (auctionId) => matchMaker.getLocalRoomById(auctionId) !== undefined,
  async servedElsewhere(auctionIds) {
    if (beacons === undefined) return new Set();
    try {
      const [rooms, lit] = [await matchMaker.findRoomsByIds([...auctionIds]), await beacons.lit()];
      return new Set(auctionIds.filter((auctionId) => lit.has(rooms.get(auctionId)?.processId ?? '')));
    } catch {
      return new Set();
    }
  },
});
