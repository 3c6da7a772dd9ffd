/** What the database says, read with SQL of our own: the checker must not believe the code it checks. */
import pg from 'pg';

export type Rung = { readonly belowPoints: number | null; readonly stepPoints: number };
type SoftClose = { readonly windowMs: number; readonly extendByMs: number; readonly capMs: number };

export type StoredAuction = {
  readonly id: string;
  readonly sellerId: string;
  readonly start: number;
  readonly reserve: number | null;
  readonly buyNow: number | null;
  readonly ladder: readonly Rung[];
  readonly softClose: SoftClose | null;
  readonly feeBasisPoints: number;
  readonly startsAtMs: number;
  readonly plannedEndsAtMs: number;
  readonly endsAtMs: number;
  readonly epoch: number;
  readonly seq: number;
  readonly price: number;
  readonly leaderId: string | null;
  readonly leaderMaximum: number | null;
  readonly acceptedBids: number;
  readonly ending: 'sold' | 'unsold' | 'cancelled' | null;
  readonly winnerId: string | null;
  readonly closedSeq: number | null;
};

export type StoredBid = {
  readonly seq: number;
  readonly epoch: number;
  readonly bidderId: string;
  readonly bidId: string;
  readonly kind: string;
  readonly points: number;
  readonly atMs: number;
  readonly outcome: string;
  readonly leading: boolean;
  readonly price: number;
  readonly minimum: number;
};

/** An end that was moved because the whole house was out: an entry of the log that is no bid. */
export type StoredProlongation = { readonly seq: number; readonly atMs: number; readonly endsAtMs: number };

export type StoredMovement = {
  readonly seq: number;
  readonly userId: string;
  readonly kind: string;
  readonly points: number;
};

export class Stored {
  readonly #client: pg.Client;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async open(url: string): Promise<Stored> {
    const client = new pg.Client({ connectionString: url, types: { getTypeParser: exactNumbers } });
    await client.connect();
    return new Stored(client);
  }

  close(): Promise<void> {
    return this.#client.end();
  }

  async rows<T>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    const { rows } = await this.#client.query(sql, [...values]);
    return rows as T[];
  }

  auctions(): Promise<StoredAuction[]> {
    return this.rows(`
      select id, seller_id as "sellerId", start_price as start, reserve_price as reserve, buy_now_price as "buyNow", ladder,
             soft_close as "softClose", fee_basis_points as "feeBasisPoints", ${ms('starts_at')} as "startsAtMs",
             ${ms('planned_ends_at')} as "plannedEndsAtMs", ${ms('ends_at')} as "endsAtMs", epoch, seq, price,
             leader_id as "leaderId", leader_maximum as "leaderMaximum", accepted_bids as "acceptedBids", ending,
             winner_id as "winnerId", closed_seq as "closedSeq"
      from auction`);
  }

  bids(auctionId: string): Promise<StoredBid[]> {
    return this.rows(
      `select seq, epoch, bidder_id as "bidderId", bid_id as "bidId", kind, points, ${ms('at')} as "atMs", outcome,
              took_lead as leading, price, minimum
       from bid where auction_id = $1 order by seq`,
      [auctionId],
    );
  }

  prolongations(auctionId: string): Promise<StoredProlongation[]> {
    return this.rows(
      `select seq, ${ms('at')} as "atMs", ${ms('ends_at')} as "endsAtMs" from prolongation where auction_id = $1 order by seq`,
      [auctionId],
    );
  }

  movements(auctionId: string): Promise<StoredMovement[]> {
    return this.rows(
      'select seq, user_id as "userId", kind::text, points from transfer where auction_id = $1 order by seq',
      [auctionId],
    );
  }
}

const ms = (column: string) => `round(extract(epoch from ${column}) * 1000)::float8`;

/** Amounts and epochs are far below 2^53. */
const INT8 = 20;
const exactNumbers = ((oid: number, format?: 'text' | 'binary') =>
  oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser;
