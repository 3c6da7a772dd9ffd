import { setTimeout as pause } from 'node:timers/promises';
import { type IRoomCache, matchMaker, ServerError } from '@colyseus/core';
import type { AuctionId, UserId } from '../../auction/auction.ts';
import { AUCTION_ROOM, type BidMessage, type BidOutcome, type Seat } from '../../auction/protocol.ts';
import type { auctionRoom } from '../auction-room.ts';
import type { SeatAuth } from '../doors/audience.ts';
import { ROOM_LIMITS } from '../limits.ts';
import type { AuctionStore, BidCause } from '../ports.ts';

type AuctionRoom = InstanceType<ReturnType<typeof auctionRoom>>;
type RoomCall = 'placeBid' | 'cancelAuction' | 'reload';

/** The room is not where it was found: it went elsewhere, or its process died. */
class RoomMoved extends Error {}

/** Finds the one room of an auction on whichever node it lives, or has it made. */
export class RoomDirectory {
  readonly #store: Pick<AuctionStore, 'exists'>;
  readonly #opening = new Map<AuctionId, Promise<IRoomCache>>();

  constructor(store: Pick<AuctionStore, 'exists'>) {
    this.#store = store;
  }

  /** Reserves a seat; undefined when there is no such auction. */
  async seat(auctionId: AuctionId, auth: SeatAuth): Promise<Seat | undefined> {
    return this.#retrying(async () => {
      const room = await this.#find(auctionId);
      if (room === undefined) return undefined;
      const seat = await this.#from(room, matchMaker.reserveSeatFor(room, { auctionId }, auth));
      return { ...seat, processId: room.processId };
    });
  }

  /** Places a bid in the room, and follows it where it moves meanwhile: the same id never counts twice. */
  async bid(
    auctionId: AuctionId,
    bidderId: UserId,
    bid: BidMessage,
    cause?: BidCause,
  ): Promise<BidOutcome | undefined> {
    const untilMs = performance.now() + ROOM_LIMITS.answerWithinMs;
    for (let attempt = 1; ; attempt++) {
      const isLast = () => attempt === ROOM_LIMITS.moveAttempts || performance.now() >= untilMs;
      try {
        const outcome = await this.call(auctionId, 'placeBid', [bidderId, bid, cause]);
        const moved = outcome?.status === 'refused' && outcome.code === 'room_moved';
        if (!moved || isLast()) return outcome;
      } catch (error) {
        if (!(error instanceof RoomMoved) || isLast()) throw error;
      }
      await pause(attempt * ROOM_LIMITS.openPauseMs);
    }
  }

  /** Calls a method of the room, wherever it is; undefined when there is no such auction. */
  async call<M extends RoomCall>(
    auctionId: AuctionId,
    method: M,
    args: Parameters<AuctionRoom[M]>,
  ): Promise<Awaited<ReturnType<AuctionRoom[M]>> | undefined> {
    const room = await this.#find(auctionId);
    if (room === undefined) return undefined;
    return this.#from(
      room,
      matchMaker.remoteRoomCall<AuctionRoom>(room.roomId, method, args, ROOM_LIMITS.remoteMs),
    );
  }

  /** What another process answers, or an error as soon as it cannot answer any more: Colyseus would wait for seconds. */
  async #from<T>(room: IRoomCache, answer: Promise<T>): Promise<T> {
    if (matchMaker.getLocalRoomById(room.roomId) !== undefined) return answer;
    const watching = new AbortController();
    const departure = this.#departs(room, watching.signal);
    departure.catch(() => {});
    answer.catch(() => {});
    try {
      return await Promise.race([answer, departure]);
    } finally {
      watching.abort();
    }
  }

  /** Rejects once the room is not listed where it was; the list knows who is dead. Never resolves; ends with `signal`. */
  async #departs({ roomId, processId }: IRoomCache, signal: AbortSignal): Promise<never> {
    for (;;) {
      await pause(ROOM_LIMITS.beaconLookMs, undefined, { signal });
      const listed = await matchMaker.getRoomById(roomId);
      if (listed?.processId !== processId)
        throw new RoomMoved(`room ${roomId} is not at process ${processId} any more`);
    }
  }

  /** The same, if the auction has a room at all. */
  async callIfOpen<M extends RoomCall>(
    auctionId: AuctionId,
    method: M,
    args: Parameters<AuctionRoom[M]>,
  ): Promise<void> {
    const room = await matchMaker.getRoomById(auctionId);
    if (room) await matchMaker.remoteRoomCall<AuctionRoom>(auctionId, method, args, ROOM_LIMITS.remoteMs);
  }

  /** Opening fails while a former room is still leaving, or another node is faster: it is worth another look. */
  async #find(auctionId: AuctionId): Promise<IRoomCache | undefined> {
    for (let attempt = 1; ; attempt++) {
      const room = await matchMaker.getRoomById(auctionId);
      if (room) return room;
      if (!(await this.#store.exists(auctionId))) return undefined;
      try {
        return await this.#openOnce(auctionId);
      } catch (error) {
        if (attempt === ROOM_LIMITS.openAttempts) throw error;
        await pause(attempt * ROOM_LIMITS.openPauseMs);
      }
    }
  }

  /** Rooms opened here are opened once, however many ask; between nodes the driver arbitrates. */
  #openOnce(auctionId: AuctionId): Promise<IRoomCache> {
    let opening = this.#opening.get(auctionId);
    if (opening === undefined) {
      opening = matchMaker
        .createRoom(AUCTION_ROOM, { auctionId })
        .finally(() => this.#opening.delete(auctionId));
      this.#opening.set(auctionId, opening);
    }
    return opening;
  }

  async #retrying<T>(attempt: () => Promise<T>): Promise<T> {
    for (let attempts = 1; ; attempts++) {
      try {
        return await attempt();
      } catch (error) {
        // A room that has just gone is worth another look; what the server says about a request is final.
        if (error instanceof ServerError || attempts === ROOM_LIMITS.seatAttempts) throw error;
        await pause(attempts * ROOM_LIMITS.openPauseMs);
      }
    }
  }
}
