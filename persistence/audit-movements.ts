import type { Movement, MovementKind } from '../auction/events.ts';
import type { OpenCheck } from './audit-checks.ts';
import type { SortedRows } from './audit-sorted-rows.ts';

export type StoredMovement = {
  readonly auction_id: string;
  readonly seq: number;
  readonly kind: MovementKind;
  readonly user_id: string;
  readonly points: number;
};

/** Compares what one auction's log must have moved with what was moved; tells of the first entry that differs. */
export class MovementLedger {
  readonly #auctionId: string;
  readonly #stored: SortedRows<StoredMovement>;
  readonly #check: OpenCheck;
  #differs = false;

  constructor(auctionId: string, stored: SortedRows<StoredMovement>, check: OpenCheck) {
    this.#auctionId = auctionId;
    this.#stored = stored;
    this.#check = check;
  }

  /** Reads what is stored up to this entry, which must be these movements of this very entry, in any order. */
  async expect(seq: number, movements: readonly Movement[]): Promise<void> {
    const missing = movements.map(
      ({ kind, points, userId }) => `${kind} ${points} of ${userId} at entry ${seq}`,
    );
    const surplus: string[] = [];
    for (;;) {
      const row = await this.#stored.next(this.#auctionId, seq);
      if (row === undefined) break;
      const text = `${row.kind} ${row.points} of ${row.user_id} at entry ${row.seq}`;
      const index = missing.indexOf(text);
      if (index === -1) surplus.push(text);
      else missing.splice(index, 1);
    }
    if (missing.length + surplus.length > 0) this.#broken(missing, surplus);
  }

  #broken(missing: readonly string[], surplus: readonly string[]): void {
    if (this.#differs) return;
    this.#differs = true;
    const lists = [
      ...missing.map((movement) => `missing: ${movement}`),
      ...surplus.map((movement) => `not due: ${movement}`),
    ];
    this.#check.broken(`auction ${this.#auctionId}: ${lists.join('; ')}`);
  }
}
