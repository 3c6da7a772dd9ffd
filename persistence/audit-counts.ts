import { type Kysely, sql } from 'kysely';
import type { DB } from './schema.ts';

export type AuditedCounts = {
  readonly auctions: number;
  readonly closed: number;
  readonly wallets: number;
  readonly bids: number;
  readonly transfers: number;
};

/** How much there is to audit. */
export async function countRows(db: Kysely<DB>): Promise<AuditedCounts> {
  const { rows } = await sql<AuditedCounts>`
    select (select count(*) from auction) as auctions,
      (select count(*) from auction where ending is not null) as closed,
      (select count(*) from wallet) as wallets,
      (select count(*) from bid) as bids,
      (select count(*) from transfer) as transfers`.execute(db);
  const [counts] = rows;
  if (counts === undefined) throw new Error('counting rows gave no row');
  return counts;
}
