/**
 * Examples of the rules that read like what happens at an auction: `given(terms).when(…).shows(…)`. Times are seconds after the start.
 * The people are ada, bob and eve, who bid with a thousand points each, and sam, who sells.
 */
import { expect } from 'vitest';
import { type Auction, listed, minimumBid, phaseAt, reserveStanding } from '../../auction/auction.ts';
import type { BidKind, Command } from '../../auction/commands.ts';
import { decide } from '../../auction/decide.ts';
import type { Decision } from '../../auction/decision.ts';
import { type Movement, movementsOf } from '../../auction/events.ts';
import { evolve } from '../../auction/evolve.ts';
import { ANY_HIGHER } from '../../auction/increments.ts';
import { walletChange } from '../../auction/movements.ts';
import { points } from '../../auction/points.ts';
import type { RefusalCode } from '../../auction/refusals.ts';
import type { Terms } from '../../auction/terms.ts';

const STARTS_AT_MS = 1_700_000_000_000;
const HOUR_S = 3_600;
const PURSE = 1_000;

export const SELLER = 'sam';

/** The instant so many seconds after the start. */
export const second = (s: number): number => STARTS_AT_MS + s * 1_000;

const PLAIN_TERMS: Terms = {
  startPricePoints: points(100),
  reservePoints: null,
  buyNowPoints: null,
  ladder: ANY_HIGHER,
  softClose: null,
  feeBasisPoints: 0,
  startsAtMs: second(0),
  plannedEndsAtMs: second(HOUR_S),
};

/** Terms in plain numbers; what is not named is an hour from a price of 100, any higher price, no fee. */
export function terms(changes: { readonly [K in keyof Terms]?: unknown } = {}): Terms {
  return { ...PLAIN_TERMS, ...(changes as Partial<Terms>) };
}

type Step = (story: Story) => Command;

const bidding =
  (kind: BidKind) =>
  (bidderId: string, amount: number, atS = 10): Step =>
  ({ wallet }) => ({
    kind,
    bidderId,
    points: points(amount),
    availablePoints: points(wallet(bidderId).available),
    atMs: second(atS),
  });

export const bid = bidding('plain');
export const bidUpTo = bidding('maximum');
export const buyNow = bidding('buy_now');

export const close =
  (atS = HOUR_S): Step =>
  () => ({ kind: 'close', atMs: second(atS) });

export const cancel =
  (atS = 10): Step =>
  () => ({ kind: 'cancel', atMs: second(atS) });

export const withdraw =
  (byUserId: string, atS: number): Step =>
  () => ({ kind: 'withdraw', byUserId, atMs: second(atS) });

export const edit =
  (byUserId: string, changes: Parameters<typeof terms>[0], atS: number): Step =>
  () => ({ kind: 'edit', byUserId, terms: terms(changes), atMs: second(atS) });

/** What a story has come to, in words an example can name. */
type Outcome = Partial<ReturnType<Story['outcome']>>;

export class Story {
  #auction: Auction;
  #decision: Decision | undefined;
  #moved: readonly Movement[] = [];
  readonly #wallets: Readonly<Record<string, { available: number; held: number }>>;

  constructor(auction: Auction, purses: Readonly<Record<string, number>>) {
    this.#auction = auction;
    this.#wallets = Object.fromEntries(
      ['ada', 'bob', 'eve', SELLER].map((name) => [
        name,
        { available: purses[name] ?? (name === SELLER ? 0 : PURSE), held: 0 },
      ]),
    );
  }

  get auction(): Auction {
    return this.#auction;
  }

  wallet = (name: string) => {
    const wallet = this.#wallets[name];
    if (wallet === undefined) throw new Error(`nobody is called ${name}`);
    return wallet;
  };

  /** Everything here must be accepted; what is to be refused stands in `refuses`. */
  when(...steps: readonly Step[]): this {
    for (const step of steps) {
      this.#take(step);
      expect(this.#decision).toMatchObject({ kind: 'accepted' });
    }
    return this;
  }

  shows(expected: Outcome): this {
    expect(this.outcome()).toMatchObject(expected);
    return this;
  }

  /** The step is refused by this name, and nothing has moved. */
  refuses(code: RefusalCode, step: Step): this {
    const [auction, wallets] = [this.#auction, structuredClone(this.#wallets)];
    this.#take(step);
    expect(this.#decision).toEqual({ kind: 'refused', code });
    expect(this.#auction).toBe(auction);
    expect(this.#wallets).toEqual(wallets);
    return this;
  }

  /** The points that the last step moved, as `[kind, who, points]`. */
  moves(...expected: readonly (readonly [kind: string, who: string, points: number])[]): this {
    expect(this.#moved.map((each) => [each.kind, each.userId, each.points])).toEqual(expected);
    return this;
  }

  #take(step: Step): void {
    const decision = decide(this.#auction, step(this));
    const events = decision.kind === 'accepted' ? decision.events : [];
    this.#decision = decision;
    this.#auction = events.reduce(evolve, this.#auction);
    this.#moved = movementsOf(events);
    for (const { kind, userId, points } of this.#moved) {
      const change = walletChange(kind);
      this.wallet(userId).available += change.available * points;
      this.wallet(userId).held += change.held * points;
    }
  }

  outcome() {
    const { pricePoints, leader, acceptedBids, endsAtMs, ending } = this.#auction;
    const { ada, bob, eve, sam } = this.#wallets;
    return {
      price: pricePoints as number,
      minimum: minimumBid(this.#auction) as number,
      leader: leader?.userId ?? null,
      maximum: (leader?.maximumPoints ?? null) as number | null,
      bids: acceptedBids,
      endsAtS: (endsAtMs - STARTS_AT_MS) / 1_000,
      reserve: reserveStanding(this.#auction),
      ending: ending?.kind ?? null,
      unsold: ending?.kind === 'unsold' ? ending.reason : null,
      winner: ending?.kind === 'sold' ? ending.winnerId : null,
      held: [ada, bob, eve].map((wallet) => wallet?.held ?? 0),
      available: [ada, bob, eve].map((wallet) => wallet?.available ?? 0),
      seller: sam?.available ?? 0,
    };
  }

  phase(atS: number) {
    return phaseAt(this.#auction, second(atS));
  }
}

export function given(
  changes: Parameters<typeof terms>[0] = {},
  purses: Readonly<Record<string, number>> = {},
): Story {
  return new Story(listed('a', SELLER, terms(changes)), purses);
}
