import { LIMITS } from '../auction/limits.ts';
import { csvRows, FileProblem, wholeNumber } from './csv-rows.ts';
import type { RecordedAuction } from './recording.ts';

/** Hidden reserve prices in cents, by auction. */
export type Reserves = ReadonlyMap<string, number>;

export const NO_RESERVES: Reserves = new Map();

/** Reads `auction,reserve_cents`; an auction may stand there once and must be one of those replayed. */
export function readReserves(file: string, text: string, auctions: readonly RecordedAuction[]): Reserves {
  const reserves = new Map<string, number>();
  for (const row of csvRows(file, text, ['auction', 'reserve_cents'])) {
    const auction = row.fields.auction ?? '';
    const known = auctions.find((recorded) => recorded.auction === auction);
    if (known === undefined) throw new FileProblem(file, row.line, `auction "${auction}" is not replayed`);
    if (reserves.has(auction)) throw new FileProblem(file, row.line, `auction ${auction} stands here twice`);
    reserves.set(auction, wholeNumber(file, row, 'reserve_cents', known.openingCents, LIMITS.bidPoints));
  }
  return reserves;
}

/** The price each really ended at as its reserve; what ended below its opening price was never sold. */
export function reservesAtFinal(auctions: readonly RecordedAuction[]): Reserves {
  const sold = auctions.filter(({ openingCents, finalCents }) => finalCents >= openingCents);
  return new Map(sold.map(({ auction, finalCents }) => [auction, finalCents]));
}
