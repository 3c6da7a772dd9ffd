import { UsageProblem } from './arguments.ts';
import type { RecordedAuction } from './recording.ts';

/** The auctions asked for: those named, in the order of the file, and of them the first so many. */
export function chosen(
  auctions: readonly RecordedAuction[],
  only: readonly string[] | undefined,
  limit: number,
): RecordedAuction[] {
  const unknown = only?.filter((name) => !auctions.some(({ auction }) => auction === name)) ?? [];
  if (unknown.length > 0)
    throw new UsageProblem(`--only names what is not in the file: ${unknown.join(', ')}`);
  const named = only === undefined ? auctions : auctions.filter(({ auction }) => only.includes(auction));
  return named.slice(0, limit);
}
