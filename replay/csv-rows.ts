/** One line of a CSV file with a head line: its fields by column, and where it stood. */
export type CsvRow = { readonly line: number; readonly fields: Readonly<Record<string, string>> };

/** What is wrong with a file, in a sentence that says where. */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';

  constructor(file: string, line: number, what: string) {
    super(`${file}, line ${line}: ${what}`);
  }
}

/** Reads CSV as spreadsheets write it, with quotes where needed; further columns are allowed and kept. */
export function csvRows(file: string, text: string, columns: readonly string[]): CsvRow[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const head = fieldsOf(file, 1, lines[0] ?? '');
  const missing = columns.filter((column) => !head.includes(column));
  if (missing.length > 0) {
    const noun = missing.length === 1 ? 'column is' : 'columns are';
    throw new FileProblem(
      file,
      1,
      `the ${noun} missing: ${missing.join(', ')}. Needed: ${columns.join(',')}`,
    );
  }
  const rows: CsvRow[] = [];
  for (const [index, written] of lines.entries()) {
    const line = index + 1;
    if (index === 0 || written.trim() === '') continue;
    const values = fieldsOf(file, line, written);
    if (values.length !== head.length) {
      throw new FileProblem(file, line, `${values.length} fields where the head line has ${head.length}`);
    }
    rows.push({ line, fields: Object.fromEntries(head.map((column, at) => [column, values[at] ?? ''])) });
  }
  return rows;
}

/** A whole number in a range; anything else is a problem with the row. */
export function wholeNumber(file: string, row: CsvRow, column: string, least: number, most: number): number {
  const written = row.fields[column] ?? '';
  const value = Number(written);
  if (!/^\d+$/.test(written) || value < least || value > most) {
    throw new FileProblem(
      file,
      row.line,
      `${column} must be a whole number from ${least} to ${most}, but is "${written}"`,
    );
  }
  return value;
}

export const csvLine = (values: readonly (string | number)[]): string =>
  `${values.map((value) => quoted(String(value))).join(',')}\n`;

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function fieldsOf(file: string, line: number, written: string): string[] {
  const fields: string[] = [];
  // A field is quoted, with its own quotes doubled, or reaches to the next comma.
  const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  for (;;) {
    const found = field.exec(written);
    if (found === null) throw new FileProblem(file, line, 'a quote is not where one may be');
    fields.push((found[1]?.replaceAll('""', '"') ?? found[2] ?? '').trim());
    if (found[3] === '') return fields;
  }
}
