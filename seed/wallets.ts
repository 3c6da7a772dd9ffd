import type { UserId } from '../auction/auction.ts';
import type { Movement } from '../auction/events.ts';
import { walletChange } from '../auction/movements.ts';
import { type Points, points, ZERO } from '../auction/points.ts';

type Balance = { available: Points; held: Points };

/** Everybody's points as they move. */
export class Wallets {
  readonly #balances = new Map<UserId, Balance>();

  of(userId: UserId): Readonly<Balance> {
    return this.#balances.get(userId) ?? { available: ZERO, held: ZERO };
  }

  move({ kind, userId, points: amount }: Movement): void {
    const change = walletChange(kind);
    const { available, held } = this.of(userId);
    this.#balances.set(userId, {
      available: points(available + change.available * amount),
      held: points(held + change.held * amount),
    });
  }
}
