import { CLOSE_SIGNED_OUT } from '../../auction/protocol.ts';
import { ROOM_LIMITS } from '../limits.ts';
import type { Log, Sessions } from '../ports.ts';

/** Somebody inside: enough of a socket to see them out. */
export interface Guest {
  leave(code: number): void;
}

/**
 * Sessions are verified at the door, never per bid. So that one that was ended elsewhere (signed out, banned, expired) does not bid on
 * for ever, those inside are looked up again now and then, all in one question.
 */
export class Doorkeeper {
  readonly #sessions: Sessions;
  readonly #log: Log;
  readonly #inside = new Map<string, Set<Guest>>();
  readonly #timer: NodeJS.Timeout;

  constructor(sessions: Sessions, log: Log) {
    this.#sessions = sessions;
    this.#log = log;
    this.#timer = setInterval(() => void this.lookAround(), ROOM_LIMITS.sessionCheckMs);
  }

  enters(sessionId: string, guest: Guest): void {
    const guests = this.#inside.get(sessionId) ?? new Set();
    this.#inside.set(sessionId, guests.add(guest));
  }

  leaves(sessionId: string, guest: Guest): void {
    const guests = this.#inside.get(sessionId);
    guests?.delete(guest);
    if (guests?.size === 0) this.#inside.delete(sessionId);
  }

  /** Sees out whose session has ended. */
  async lookAround(): Promise<void> {
    if (this.#inside.size === 0) return;
    try {
      const asked = [...this.#inside.keys()];
      const valid = new Set(await this.#sessions.stillValid(asked));
      // Of those who came in meanwhile nothing was asked.
      for (const sessionId of asked) {
        if (valid.has(sessionId)) continue;
        for (const guest of this.#inside.get(sessionId) ?? []) guest.leave(CLOSE_SIGNED_OUT);
      }
    } catch (error) {
      this.#log.warn({ err: error }, 'sessions could not be looked up; they will be again');
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
