import { type Client, Room, ServerError } from '@colyseus/core';
import type { WebSocketClient } from '@colyseus/ws-transport';
import { phaseAt, type UserId } from '../auction/auction.ts';
import { type BidMessage, type BidOutcome, CLOSE_MOVED, type Standing } from '../auction/protocol.ts';
import type { BidRecord, OwnedState } from '../auction/records.ts';
import type { RefusalCode } from '../auction/refusals.ts';
import { Alarm } from './alarm.ts';
import type { Aliases } from './aliases.ts';
import { Board, draw, showBids } from './board.ts';
import type { Desk } from './desk.ts';
import type { Doorkeeper } from './doorkeeper.ts';
import { ROOM_LIMITS } from './limits.ts';
import { isUuid, parseBid, parseClockRequest } from './messages.ts';
import { refusedBid } from './outcomes.ts';
import type { HouseClock, Log } from './ports.ts';

/** What every room of this process shares. */
export type RoomServices = {
  readonly openDesk: (auctionId: string) => Desk;
  readonly exists: (auctionId: string) => Promise<boolean>;
  readonly clock: HouseClock;
  readonly aliases: Aliases;
  readonly doorkeeper: Doorkeeper;
  readonly maxMessagesPerSecond: number;
  readonly log: Log;
};

/** Verified at the door and handed over with the seat; nulls for spectators. Not `sessionId`: Colyseus would take it for its own. */
export type SeatAuth = { readonly userId: UserId | null; readonly session: string | null };

type Metadata = { title: string; pricePoints: number; epoch: number; phase: string };

/** Shown while loading; every watcher is sent the full state only after joining, when it has been drawn. */
const NOT_YET: Metadata = { title: '', pricePoints: 0, epoch: 0, phase: '' };

/**
 * The room of one auction: it parses what arrives, shows what was committed, and tells the time. It decides nothing: that is done at its
 * desk, by the rules. Colyseus does not await message handlers, so nothing here may rely on their being serialised.
 */
export function auctionRoom(services: RoomServices) {
  return class AuctionRoom extends Room<{ state: Board; metadata: Metadata }> {
    override state = new Board();
    // State is sent right after each commit; this rate only carries what has no commit, such as the number of watchers.
    override patchRate: number | null = ROOM_LIMITS.watcherPatchMs;
    override seatReservationTimeout = ROOM_LIMITS.seatSeconds;
    override maxMessagesPerSecond = services.maxMessagesPerSecond;
    override messages = {
      bid: (client: Client, message: unknown) => this.#onBid(client, message),
      clock: (client: Client, message: unknown) => this.#onClock(client, message),
      // Without a handler Colyseus would close the client; a stranger's message is nobody's emergency.
      _: () => {},
    };

    #desk!: Desk;
    readonly #alarm = new Alarm(services.clock);
    #isListed = false;
    readonly #bidders = new Map<UserId, Set<Client>>();

    override async onCreate({ auctionId }: { auctionId?: unknown }) {
      if (!isUuid(auctionId) || !(await services.exists(auctionId)))
        throw new ServerError(404, 'no_such_auction');
      // Two rooms of one auction cannot both be listed: the drivers arbitrate equal ids.
      this.roomId = auctionId;
      this.metadata = NOT_YET;
      // Taking over waits for the first to arrive: a room that lost the arbitration must not fence the one that won.
      this.#desk = services.openDesk(auctionId);
      this.clock.setInterval(() => this.#list(), ROOM_LIMITS.listingMs);
    }

    override async onJoin(client: Client, _options: unknown, auth: SeatAuth) {
      await this.#open();
      client.userData = auth;
      this.state.watcherCount = this.clients.length;
      if (auth.session !== null) services.doorkeeper.enters(auth.session, client);
      if (auth.userId !== null) {
        const sockets = this.#bidders.get(auth.userId) ?? new Set();
        this.#bidders.set(auth.userId, sockets.add(client));
      }
      client.send('standing', this.#standingOf(auth.userId));
    }

    override onLeave(client: Client) {
      this.state.watcherCount = this.clients.length;
      const { userId, session } = client.userData as SeatAuth;
      if (session !== null) services.doorkeeper.leaves(session, client);
      if (userId === null) return;
      const sockets = this.#bidders.get(userId);
      sockets?.delete(client);
      if (sockets?.size === 0) this.#bidders.delete(userId);
    }

    override async onDispose() {
      this.#alarm.stop();
      this.#desk.watcher = undefined;
      await this.#desk.idle();
    }

    override onBeforePatch() {
      for (const client of this.clients) {
        const socket = (client as WebSocketClient).ref;
        if (socket.bufferedAmount > ROOM_LIMITS.unsentBytes) socket.terminate();
      }
    }

    override onUncaughtException(error: Error, methodName: string) {
      services.log.error(
        { auctionId: this.roomId, methodName, error: error.cause ?? error },
        'a room failed',
      );
    }

    /* ---- called from other nodes and from REST, through the matchmaker ---- */

    async placeBid(userId: UserId, message: BidMessage): Promise<BidOutcome> {
      await this.#open();
      return new Promise((resolve) => this.#place(userId, message, resolve));
    }

    async cancelAuction(): Promise<RefusalCode | null> {
      await this.#open();
      return (await this.#desk.cancel()) ?? null;
    }

    async reload(): Promise<void> {
      if (!(await this.#desk.reopen())) this.#letGo();
    }

    /* ---- what arrives ---- */

    #onBid(client: Client, message: unknown) {
      const { userId } = client.userData as SeatAuth;
      this.#place(userId, message, (outcome) => client.send('outcome', outcome));
    }

    #place(userId: UserId | null, message: unknown, answer: (outcome: BidOutcome) => void) {
      const bid = parseBid(message);
      const bidId = bid?.bidId ?? String((message as BidMessage | undefined)?.bidId ?? '').slice(0, 64);
      if (bid === undefined) answer(refusedBid('malformed_bid', bidId, this.roomId));
      else if (userId === null) answer(refusedBid('sign_in_required', bidId, this.roomId));
      else this.#desk.bid({ bidderId: userId, ...bid }, answer);
    }

    #onClock(client: Client, message: unknown) {
      const request = parseClockRequest(message);
      if (request !== undefined) client.send('clock', { ...request, houseMs: services.clock.nowMs() });
    }

    /* ---- what is shown ---- */

    async #open(): Promise<void> {
      this.#desk.watcher ??= {
        takenOver: () => this.#takenOver(),
        changed: (before, after, accepted) => this.#changed(before, after, accepted),
        lost: () => this.#letGo(),
      };
      if (!(await this.#desk.open())) throw new ServerError(404, 'no_such_auction');
    }

    #takenOver() {
      this.#redraw();
      for (const userId of this.#bidders.keys()) this.#tellStanding(userId);
    }

    #redraw() {
      const { state: owned, recentBids, title } = this.#desk;
      if (owned === undefined) return;
      draw(this.state, owned, title, services.clock.nowMs(), services.aliases);
      showBids(this.state, recentBids, owned.auction.acceptedBids, services.aliases);
      this.#announce(owned);
    }

    /** Once per commit: the state, then whose standing changed; the outcomes follow. */
    #changed(before: OwnedState, after: OwnedState, accepted: readonly BidRecord[]) {
      draw(this.state, after, this.#desk.title, services.clock.nowMs(), services.aliases);
      showBids(this.state, accepted, after.auction.acceptedBids, services.aliases);
      this.#announce(after);

      const [was, is] = [before.auction.leader, after.auction.leader];
      const changed =
        was?.userId !== is?.userId ||
        was?.maximumPoints !== is?.maximumPoints ||
        before.auction.ending !== after.auction.ending;
      if (!changed) return;
      for (const userId of new Set([was?.userId, is?.userId])) {
        if (userId !== undefined) this.#tellStanding(userId);
      }
    }

    #tellStanding(userId: UserId) {
      for (const client of this.#bidders.get(userId) ?? []) client.send('standing', this.#standingOf(userId));
    }

    #announce(owned: OwnedState) {
      this.#isListed = false;
      this.broadcastPatch();
      this.#watchTheTime(owned);
    }

    /** What the monitor shows; every change would be a write to Redis, so they are gathered. */
    #list() {
      const owned = this.#desk.state;
      if (this.#isListed || owned === undefined) return;
      this.#isListed = true;
      const { title, pricePoints, phase } = this.state;
      void this.setMetadata({ title, pricePoints, phase, epoch: owned.epoch });
    }

    #standingOf(userId: UserId | null): Standing {
      if (userId === null) return { alias: null, leading: false, maximumPoints: null };
      return { alias: services.aliases(this.roomId, userId), ...this.#desk.standingOf(userId) };
    }

    /** The next moment at which the phase changes by itself. */
    #watchTheTime({ auction }: OwnedState) {
      const nowMs = services.clock.nowMs();
      switch (phaseAt(auction, nowMs)) {
        case 'ready':
          return this.#alarm.set(auction.terms.startsAtMs, () => this.#redrawPhase());
        case 'live':
          return this.#alarm.set(auction.endsAtMs, () => void this.#close());
        case 'ended':
          return this.#alarm.set(nowMs, () => void this.#close());
        default:
          return this.#alarm.stop();
      }
    }

    #redrawPhase() {
      const owned = this.#desk.state;
      if (owned === undefined) return;
      draw(this.state, owned, this.#desk.title, services.clock.nowMs(), services.aliases);
      this.#announce(owned);
    }

    async #close() {
      this.#redrawPhaseOnly();
      const refusal = await this.#desk.close();
      // Extended in the meantime, or the database is away: look again.
      const owned = this.#desk.state;
      if (refusal === 'not_over' && owned !== undefined) this.#watchTheTime(owned);
      else if (refusal !== undefined) {
        this.#alarm.set(services.clock.nowMs() + ROOM_LIMITS.closeRetryMs, () => void this.#close());
      }
    }

    /** Over, though not settled yet: nobody should see a running auction meanwhile. */
    #redrawPhaseOnly() {
      const owned = this.#desk.state;
      if (owned !== undefined) this.state.phase = phaseAt(owned.auction, services.clock.nowMs());
    }

    /** The auction lives elsewhere now: send everybody there. */
    #letGo() {
      this.#alarm.stop();
      void this.disconnect(CLOSE_MOVED);
    }
  };
}
