/** A house in memory: keeps what settlements write as the database does, and hands over exactly the facts they asked for. */
import type { AuctionId, UserId } from '../../auction/auction.ts';
import { listed } from '../../auction/auction.ts';
import type { FeedEvent } from '../../auction/feed.ts';
import { walletChange } from '../../auction/movements.ts';
import type { Outage } from '../../auction/outage.ts';
import { points } from '../../auction/points.ts';
import type { BidRecord, OwnedState, ProlongationRecord, TransferRecord } from '../../auction/records.ts';
import { type Answer, keysOf, type Letter, settleLetters } from '../../auction/settlement.ts';
import type { Terms } from '../../auction/terms.ts';

export type Wallet = { available: number; held: number };

export type Listing = { readonly id: AuctionId; readonly sellerId: UserId; readonly terms: Terms };

export class House {
  readonly states = new Map<AuctionId, OwnedState>();
  readonly wallets = new Map<UserId, Wallet>();
  readonly log: BidRecord[] = [];
  readonly transfers: TransferRecord[] = [];
  readonly feed: FeedEvent[] = [];
  readonly answers: Answer[] = [];
  readonly prolongations: ProlongationRecord[] = [];
  outage: Outage | null = null;

  constructor(listings: readonly Listing[], purses: ReadonlyMap<UserId, number>) {
    for (const { id, sellerId, terms } of listings) {
      this.states.set(id, { auction: listed(id, sellerId, terms), epoch: 1, seq: 0, closedSeq: null });
    }
    for (const [userId, available] of purses) this.wallets.set(userId, { available, held: 0 });
  }

  /** Settles these letters in one batch, and returns their answers. */
  settle(letters: readonly Letter[]): readonly Answer[] {
    return this.settleAs(this.states, letters);
  }

  /** The same by somebody who believes to own these states. */
  settleAs(owned: ReadonlyMap<AuctionId, OwnedState>, letters: readonly Letter[]): readonly Answer[] {
    const keys = keysOf(letters, owned);
    const asked = new Set(keys.bids.map(({ bidderId, bidId }) => `${bidderId} ${bidId}`));
    const { writes, answers } = settleLetters(letters, owned, {
      epochs: new Map([...this.states].map(([id, { epoch }]) => [id, epoch])),
      available: new Map(keys.userIds.map((id) => [id, points(this.wallet(id).available)])),
      outage: this.outage,
      known: this.log.filter(
        ({ bidderId, bidId, outcome }) => outcome !== 'duplicate_bid_id' && asked.has(`${bidderId} ${bidId}`),
      ),
    });
    // Every wallet must have been locked, in its order, before it is written.
    const unlocked = writes.transfers.find(({ userId }) => !keys.userIds.includes(userId));
    if (unlocked !== undefined) throw new Error(`the wallet of ${unlocked.userId} was not asked for`);
    this.log.push(...writes.bids);
    this.prolongations.push(...writes.prolongations);
    this.transfers.push(...writes.transfers);
    this.feed.push(...writes.feed);
    for (const state of writes.auctions) this.states.set(state.auction.id, state);
    for (const { userId, kind, points } of writes.transfers) {
      const [wallet, change] = [this.wallet(userId), walletChange(kind)];
      wallet.available += change.available * points;
      wallet.held += change.held * points;
    }
    this.answers.push(...answers);
    return answers;
  }

  wallet(userId: UserId): Wallet {
    const wallet = this.wallets.get(userId);
    if (wallet === undefined) throw new Error(`${userId} has no wallet`);
    return wallet;
  }

  state(auctionId: AuctionId): OwnedState {
    const state = this.states.get(auctionId);
    if (state === undefined) throw new Error(`there is no auction ${auctionId}`);
    return state;
  }

  /** Everything that is stored, for comparing two houses. */
  everything() {
    const { states, wallets, log, transfers, feed } = this;
    return { states, wallets, log, transfers, feed };
  }

  /** Points in wallets, and those that went to the house as fees: all there are. */
  allPoints(): number {
    const fees = this.transfers.filter(({ kind }) => kind === 'fee').map((transfer) => transfer.points);
    const owned = [...this.wallets.values()].map(({ available, held }) => available + held);
    return [...fees, ...owned].reduce((sum, amount) => sum + amount, 0);
  }
}
