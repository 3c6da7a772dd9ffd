import { type Client, matchMaker, Room, ServerError } from '@colyseus/core';
import type { UserId } from '../auction/auction.ts';
import { LIMITS } from '../auction/limits.ts';
import {
  type BidMessage,
  type BidOutcome,
  CLOSE_LEAVING,
  CLOSE_MOVED,
  type Standing,
} from '../auction/protocol.ts';
import type { BidRecord, OwnedState } from '../auction/records.ts';
import type { RefusalCode } from '../auction/refusals.ts';
import type { LeavingRoom, Residents } from './cluster/farewell.ts';
import { allGone, giveUpSeats } from './cluster/seats.ts';
import type { Desk } from './desk.ts';
import { Audience, type SeatAuth } from './doors/audience.ts';
import type { Doorkeeper } from './doors/doorkeeper.ts';
import type { Doors } from './doors/doors.ts';
import { ROOM_LIMITS } from './limits.ts';
import { isUuid, parseBid, parseClockRequest } from './messages.ts';
import { refusedBid } from './outcomes.ts';
import type { BidCause, HouseClock, Log, RecentBid, Showcase } from './ports.ts';
import { Timekeeper } from './timekeeper.ts';
import type { Aliases } from './view/aliases.ts';
import { Board, draw, showBids } from './view/board.ts';
import { Frames } from './view/frames.ts';
import { SharedPatches } from './view/patches.ts';

/** What every room of this process shares. */
export type RoomServices = {
  readonly openDesk: (auctionId: string) => Desk;
  readonly exists: (auctionId: string) => Promise<boolean>;
  readonly showcase: Showcase;
  readonly clock: HouseClock;
  readonly aliases: Aliases;
  readonly doorkeeper: Doorkeeper;
  readonly residents: Residents;
  readonly doors: Doors;
  readonly log: Log;
};

/** What the monitor shows of a room. */
type Metadata = { title: string; pricePoints: number; epoch: number; phase: string };

/**
 * The room of one auction: it parses what arrives and shows what was committed. It decides nothing: that is done at its desk, by the
 * rules. Colyseus does not await message handlers, so nothing here may rely on their being serialised.
 */
export function auctionRoom(services: RoomServices) {
  return class AuctionRoom extends Room<{ state: Board; metadata: Metadata }> implements LeavingRoom {
    override state = new Board();
    // What a commit changed has frames of its own; this rate only carries what has no commit, such as the number of watchers.
    override patchRate: number | null = ROOM_LIMITS.watcherPatchMs;
    override seatReservationTimeout = ROOM_LIMITS.seatSeconds;
    override messages = {
      bid: (client: Client, message: unknown) =>
        this.#place(this.#audience.authOf(client).userId, message, (outcome) =>
          client.send('outcome', outcome),
        ),
      clock: (client: Client, message: unknown) => this.#tellTheTime(client, message),
      // Without a handler Colyseus would close the client; a stranger's message is nobody's emergency.
      _: () => {},
    };

    #desk!: Desk;
    #timekeeper!: Timekeeper;
    #isRetired = false;
    readonly #audience = new Audience(services.doorkeeper);
    readonly #frames = new Frames(ROOM_LIMITS.frameMs, () => this.#showFrame());
    /** As of the last frame. */
    #shown: OwnedState | undefined;
    /** Accepted since. */
    #newBids: (RecentBid | BidRecord)[] = [];

    /* ---- a room's life, as Colyseus tells it ---- */

    /** Called with the state; whatever it suggests. */
    override setSerializer() {
      super.setSerializer(new SharedPatches());
    }

    override async onCreate({ auctionId }: { auctionId?: unknown }) {
      if (!isUuid(auctionId) || !(await services.exists(auctionId)))
        throw new ServerError(404, 'no_such_auction');
      if (services.residents.isLeaving) throw new ServerError(503, 'this server is leaving');
      // A list that was lost must not lead to a second room: they would share the id under which this process finds them.
      const here = matchMaker.getLocalRoomById(auctionId) as AuctionRoom | undefined;
      if (here !== undefined) {
        await here.list();
        throw new ServerError(503, 'this auction is served here already');
      }
      // Two rooms of one auction cannot both be listed: the drivers arbitrate equal ids.
      this.roomId = auctionId;
      this.metadata = { title: '', pricePoints: 0, epoch: 0, phase: '' };
      // Taking over waits for the first to arrive: a room that lost the arbitration must not fence the one that won.
      this.#desk = services.openDesk(auctionId);
      this.#desk.watcher = {
        takenOver: () => this.#takenOver(),
        changed: (before, after, accepted) => this.#changed(before, after, accepted),
        lost: () => this.#letGo(),
      };
      this.#timekeeper = new Timekeeper(this.#desk, services.clock, () => this.#frames.now());
      this.clock.setInterval(() => void this.list(), ROOM_LIMITS.listingMs);
      services.residents.rooms.add(this);
    }

    override async onJoin(client: Client, _options: unknown, auth: SeatAuth) {
      if (!services.doors.enters(client, auth.userId)) throw new ServerError(429, 'too_many_sockets');
      await this.#open();
      this.#audience.enters(client, auth);
      this.state.watcherCount = this.clients.length;
      client.send('standing', this.#standingOf(auth.userId));
    }

    override onLeave(client: Client) {
      this.#audience.leaves(client);
      this.state.watcherCount = this.clients.length;
    }

    override async onDispose() {
      services.residents.rooms.delete(this);
      // A room that did not come about has no desk.
      if (this.#desk === undefined) return;
      // What is still being settled must not wake it up again.
      this.#desk.watcher = undefined;
      this.#timekeeper.stop();
      this.#frames.stop();
      services.showcase.watched(this.roomId, 0);
      await this.#desk.idle();
    }

    override onUncaughtException(error: Error, methodName: string) {
      const cause = error.cause ?? error;
      // What we say to clients on purpose is no failure.
      if (cause instanceof ServerError) return;
      services.log.error({ auctionId: this.roomId, methodName, err: cause }, 'a room failed');
    }

    /* ---- leaving, with all the other rooms of this process ---- */

    retire(): void {
      this.#isRetired = true;
      this.#timekeeper.stop();
      this.#desk.retire();
    }

    answered(): Promise<void> {
      return this.#desk.idle();
    }

    handOver(): Promise<void> {
      const gone = allGone(this.clients);
      giveUpSeats(this);
      void this.disconnect(CLOSE_LEAVING);
      return gone;
    }

    /* ---- called from other nodes and from REST, through the matchmaker ---- */

    /** Between nodes what is undefined arrives as null. */
    async placeBid(userId: UserId, message: BidMessage, cause?: BidCause | null): Promise<BidOutcome> {
      if (!this.#isRetired) await this.#open();
      return new Promise((resolve) => this.#place(userId, message, resolve, cause ?? undefined));
    }

    async cancelAuction(): Promise<RefusalCode | null> {
      if (this.#isRetired) return 'room_moved';
      await this.#open();
      return (await this.#desk.cancel()) ?? null;
    }

    /**
     * Puts the room on the list again, with what the monitor shows of it: now and then, because Redis may lose the list. When another
     * process has listed itself meanwhile, this room is the one too many, even if nobody has bid here to find that out.
     */
    async list(): Promise<void> {
      if (this.#isRetired) return;
      services.showcase.watched(this.roomId, this.clients.length);
      const { title, pricePoints, phase } = this.state;
      try {
        await this.setMetadata({ title, pricePoints, phase, epoch: this.#desk.state?.epoch ?? 0 });
        const listed = await matchMaker.getRoomById(this.roomId);
        if (listed && listed.processId !== matchMaker.processId) this.#letGo();
      } catch (error) {
        services.log.warn(
          { auctionId: this.roomId, err: error },
          'a room could not be listed; it goes on by itself',
        );
      }
    }

    async reload(): Promise<void> {
      if (!(await this.#desk.reopen())) this.#letGo();
    }

    /* ---- what arrives ---- */

    async #open(): Promise<void> {
      if (this.#isRetired) throw new ServerError(503, 'this auction moves to another server');
      if (!(await this.#desk.open())) throw new ServerError(404, 'no_such_auction');
    }

    #place(userId: UserId | null, message: unknown, answer: (outcome: BidOutcome) => void, cause?: BidCause) {
      const bid = parseBid(message);
      const bidId = bid?.bidId ?? String((message as BidMessage | undefined)?.bidId ?? '').slice(0, 64);
      if (bid === undefined) answer(refusedBid('malformed_bid', bidId, this.roomId));
      else if (userId === null) answer(refusedBid('sign_in_required', bidId, this.roomId));
      else if (this.#isRetired) answer(refusedBid('room_moved', bidId, this.roomId));
      else this.#desk.bid({ bidderId: userId, ...bid }, answer, cause);
    }

    #tellTheTime(client: Client, message: unknown) {
      const request = parseClockRequest(message);
      if (request !== undefined) client.send('clock', { ...request, houseMs: services.clock.nowMs() });
    }

    /* ---- what is shown ---- */

    #takenOver() {
      const { state: owned, recentBids } = this.#desk;
      if (owned === undefined) return;
      // They include what no frame has shown yet.
      this.#newBids = [];
      this.#follow(owned, recentBids);
      this.#frames.now();
      for (const userId of this.#audience.accounts) this.#tellStanding(userId);
    }

    #changed(before: OwnedState, after: OwnedState, accepted: readonly BidRecord[]) {
      this.#follow(after, accepted);
      // The end is waited for by everybody; prices of a hot auction may be gathered.
      if (before.auction.ending === after.auction.ending) this.#frames.soon();
      else this.#frames.now();
    }

    #follow(owned: OwnedState, newBids: readonly (RecentBid | BidRecord)[]) {
      this.#newBids = [...this.#newBids, ...newBids].slice(-LIMITS.shownBids);
      this.#timekeeper.watch(owned.auction);
    }

    /** One frame: the state as of the last commit, then the standings that it changed. */
    #showFrame() {
      const owned = this.#desk.state;
      if (owned === undefined) return;
      draw(this.state, owned, this.#desk.title, services.clock.nowMs(), services.aliases);
      showBids(this.state, owned.auction, this.#newBids, services.aliases);
      this.#newBids = [];
      this.broadcastPatch();

      const shown = this.#shown;
      this.#shown = owned;
      const [was, is] = [shown?.auction.leader, owned.auction.leader];
      if (was === is && shown?.auction.ending === owned.auction.ending) return;
      for (const userId of new Set([was?.userId, is?.userId])) {
        if (userId !== undefined) this.#tellStanding(userId);
      }
    }

    #tellStanding(userId: UserId) {
      for (const client of this.#audience.socketsOf(userId))
        client.send('standing', this.#standingOf(userId));
    }

    #standingOf(userId: UserId | null): Standing {
      if (userId === null) return { alias: null, leading: false, maximumPoints: null };
      return { alias: services.aliases(this.roomId, userId), ...this.#desk.standingOf(userId) };
    }

    /** The auction lives elsewhere now: send everybody there. */
    #letGo() {
      this.#timekeeper.stop();
      void this.disconnect(CLOSE_MOVED);
    }
  };
}
