import type { Comparison } from './comparison.ts';
import type { Acknowledged } from './journal.ts';

/** Results beside reality, by what was sold. */
export function summaryTable(comparisons: readonly Comparison[]): string {
  const byItem = Map.groupBy(comparisons, ({ recorded }) => recorded.item);
  const groups = [...byItem].map(([item, group]) => summaryRow(item, group));
  if (byItem.size > 1) groups.push(summaryRow('all', comparisons));
  return table(['', 'auctions', 'sold', 'bids', 'refused', 'price exact', '%', 'winner right'], groups);
}

function summaryRow(name: string, group: readonly Comparison[]): string[] {
  const exact = count(group, (one) => one.exact);
  return [
    name,
    ...[
      group.length,
      count(group, ({ result }) => result.winner !== null),
      group.reduce((sum, { result }) => sum + result.bids, 0),
      group.reduce((sum, { result }) => sum + result.refused, 0),
      exact,
    ].map(String),
    percent(exact, group.length),
    String(count(group, ({ winnerRight }) => winnerRight)),
  ];
}

/** What ended otherwise than it really did, one line each; empty when nothing did. */
export function differingTable(comparisons: readonly Comparison[]): string {
  const differing = comparisons.filter(({ exact, winnerRight }) => !exact || !winnerRight);
  if (differing.length === 0) return '';
  return table(
    ['auction', 'opening', 'really', 'here', 'winner here', 'highest maximum'],
    differing.map(({ recorded, result, highestBidder }) => [
      recorded.auction,
      String(recorded.openingCents),
      String(recorded.finalCents),
      result.winner === null ? 'unsold' : String(result.finalCents),
      String(result.winner ?? ''),
      String(highestBidder ?? ''),
    ]),
  );
}

/** Why bids were refused, most frequent first; empty when none was. */
export function refusalsLine(journal: readonly Acknowledged[]): string {
  const refused = journal.filter(({ outcome }) => outcome !== 'accepted');
  if (refused.length === 0) return '';
  const byCode = [...Map.groupBy(refused, ({ outcome }) => outcome)]
    .map(([code, bids]) => ({ code, times: bids.length }))
    .sort((a, b) => b.times - a.times);
  return `Refused: ${byCode.map(({ code, times }) => `${times} ${code}`).join(', ')}`;
}

export const percent = (part: number, whole: number): string =>
  whole === 0 ? '' : `${((100 * part) / whole).toFixed(2)} %`;

export const count = <T>(items: readonly T[], holds: (item: T) => boolean): number =>
  items.filter(holds).length;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) => {
      const cells = line.map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      });
      return `  ${cells.join('  ')}`.trimEnd();
    })
    .join('\n');
}
