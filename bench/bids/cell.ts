import { audit } from '../audit.ts';
import type { Contender } from './contenders.ts';
import type { House } from './house.ts';
import { measure } from './measuring.ts';
import { Tally } from './tally.ts';

/** One contender at one number of auctions, and all that was measured of it. */
export type Cell = {
  readonly contender: Contender;
  readonly auctions: number;
  /** Connections to PostgreSQL that served it best. */
  readonly connections: number;
  readonly tally: Tally;
};

/** What a try of one number of connections takes. */
const TRY = { warmUpMs: 300, measuredMs: 700 };

/** A cell with the number of connections that accepted most in a short try; the winner is measured apart. */
export async function openCell(house: House, contender: Contender, auctions: number): Promise<Cell> {
  let best = { connections: contender.connections[0] ?? 1, accepted: -1 };
  for (const connections of contender.connections.length > 1 ? contender.connections : []) {
    const tally = new Tally();
    await runOnce(house, { contender, auctions, connections, tally }, TRY);
    if (tally.accepted > best.accepted) best = { connections, accepted: tally.accepted };
  }
  return { contender, auctions, connections: best.connections, tally: new Tally() };
}

/** One window on a fresh database, and the audit of what is in it afterwards. */
export async function runCell(house: House, cell: Cell, measuredMs: number): Promise<void> {
  const { warmUpMs } = cell.contender;
  await runOnce(house, cell, { warmUpMs, measuredMs }, audit);
}

async function runOnce(
  house: House,
  { contender, auctions, connections, tally }: Cell,
  times: { readonly warmUpMs: number; readonly measuredMs: number },
  afterwards: (databaseUrl: string) => Promise<void> = async () => {},
): Promise<void> {
  const stage = await house.stage(auctions);
  const bidding = await contender.open({ ...stage, ...house, connections });
  await measure(bidding, { auctions, outstanding: contender.outstanding, ...times }, tally);
  await bidding.close();
  await afterwards(stage.databaseUrl);
  await stage.drop();
}
