/** Lines of cells under each other; those of the column `named` begin together, all others, being numbers, end together. */
export function columns(lines: readonly (readonly string[])[], named: number): string[] {
  const [head = []] = lines;
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines.map((line) =>
    line
      .map((each, column) =>
        column === named ? each.padEnd(widths[column] ?? 0) : each.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
}
