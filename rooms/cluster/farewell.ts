import { attempt } from '../attempt.ts';
import { ROOM_LIMITS } from '../limits.ts';
import type { Log } from '../ports.ts';

/** A room as the one who sees it off deals with it. */
export interface LeavingRoom {
  readonly roomId: string;
  /** Takes no bids any more: whoever sends one is told to send it again elsewhere. */
  retire(): void;
  /** Resolves once everything that came before is settled and answered. */
  answered(): Promise<void>;
  /** Gives the auction up for others and lets everybody go; resolves when they are gone. */
  handOver(): Promise<void>;
}

type Bounds = Readonly<Record<'farewellsAtOnce' | 'farewellSettleMs' | 'farewellMs', number>>;

/**
 * What the rooms of a leaving process do: one after the other, some at a time, so that those further back are bid in meanwhile, and
 * those let go do not all knock at the other nodes in the same instant. Each has its own troubles: a room that cannot settle what waits,
 * because the database is away, is left all the same, and so is one that Redis does not strike off. Rooms that are opened meanwhile are
 * seen off, too.
 */
export async function sayFarewell(
  rooms: ReadonlySet<LeavingRoom>,
  log: Log,
  limits: Bounds = ROOM_LIMITS,
): Promise<void> {
  const untilMs = performance.now() + limits.farewellMs;
  const within = (withinMs: number) => ({
    withinMs: Math.max(0, Math.min(withinMs, untilMs - performance.now())),
    log,
  });
  const seeOff = async (room: LeavingRoom) => {
    const named = (step: string) => `room ${room.roomId}: ${step}`;
    await attempt(named('retiring'), () => room.retire(), within(limits.farewellSettleMs));
    await attempt(named('answering'), () => room.answered(), within(limits.farewellSettleMs));
    await attempt(named('handing over'), () => room.handOver(), within(limits.farewellMs));
  };
  const seen = new Set<LeavingRoom>();
  const unseen = () => [...rooms].filter((room) => !seen.has(room));
  // Again for those that were being opened when it began.
  for (let left = unseen(); left.length > 0; left = unseen()) {
    const queue = left.values();
    const lane = async () => {
      for (const room of queue) {
        seen.add(room);
        await seeOff(room);
      }
    };
    await Promise.all(Array.from({ length: limits.farewellsAtOnce }, lane));
  }
}

/** The rooms of this process, and whether it is leaving: then no more are opened. */
export class Residents {
  readonly rooms = new Set<LeavingRoom>();
  #isLeaving = false;

  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  leave(log: Log): Promise<void> {
    this.#isLeaving = true;
    return sayFarewell(this.rooms, log);
  }
}
