import type { BidMessage, BidOutcome } from '../auction/protocol.ts';

/** Times are those of this machine's clock, which PostgreSQL on the same machine reads, too. */
type Told = { readonly atMs: number; readonly outcome: BidOutcome };

/** One bid as its client knows it, however often it was sent. */
export type Attempt = {
  readonly auctionId: string;
  readonly bid: BidMessage;
  readonly sentAtMs: number;
  /** Every final outcome that the client was told for it. */
  readonly told: Told[];
};

/** What a client was shown of an auction: a new number of bids, with the price and the leader's alias. */
export type Sighting = {
  readonly bidCount: number;
  readonly pricePoints: number;
  readonly leaderAlias: string | null;
};

/** That an auction is over, as its client was told. */
export type ToldClosing = {
  readonly auctionId: string;
  readonly won: boolean;
  readonly ending: string | null;
  readonly pricePoints: number;
};

/** What one client did and was told; nobody else writes in it. */
export class ClientLog {
  readonly userId: string;
  readonly attempts: Attempt[] = [];
  readonly sightings = new Map<string, Sighting[]>();
  readonly aliases = new Map<string, string>();
  readonly closings: ToldClosing[] = [];
  /** Charges that the house has acknowledged. */
  readonly charges: { readonly key: string; readonly points: number }[] = [];
  /** Bids given up without an outcome, and refusals for a passing reason. */
  undecided = 0;
  passing = 0;
  /** A view older than the one before it: a stale room's, for as long as nobody has bid there. */
  stepsBack = 0;

  constructor(userId: string) {
    this.userId = userId;
  }

  sent(auctionId: string, bid: BidMessage): Attempt {
    const attempt = { auctionId, bid, sentAtMs: Date.now(), told: [] };
    this.attempts.push(attempt);
    return attempt;
  }

  saw(auctionId: string, { bidCount, pricePoints, leaderAlias }: Sighting): void {
    const seen = this.sightings.get(auctionId) ?? [];
    this.sightings.set(auctionId, seen);
    const last = seen.at(-1);
    if (last?.bidCount === bidCount && last.pricePoints === pricePoints) return;
    if (last !== undefined && last.bidCount > bidCount) this.stepsBack += 1;
    seen.push({ bidCount, pricePoints, leaderAlias });
  }
}
