import type { BulkBlock, BulkTable } from '../persistence/bulk/bulk-tables.ts';
import { LIMITS } from './limits.ts';

type Gathered = { readonly bytes: Buffer<ArrayBuffer>; length: number; rows: number };

/** A character of UTF-16 is three bytes of UTF-8 at most. */
const MOST_BYTES = 3;

/** Gathers lines by table until there are enough for a block. Each is encoded at once: of strings, less is left for the collector. */
export class Blocks {
  readonly #gathered = new Map<BulkTable, Gathered>();
  readonly #full: BulkBlock[] = [];

  add(table: BulkTable, line: string): void {
    let gathered = this.#gathered.get(table);
    if (gathered !== undefined && gathered.length + line.length * MOST_BYTES > LIMITS.blockBytes) {
      this.#full.push(blockOf(table, gathered));
      gathered = undefined;
    }
    if (gathered === undefined) {
      // Not out of Node's pool: its memory goes to another thread.
      gathered = { bytes: Buffer.from(new ArrayBuffer(LIMITS.blockBytes)), length: 0, rows: 0 };
      this.#gathered.set(table, gathered);
    }
    gathered.length += gathered.bytes.write(line, gathered.length);
    gathered.rows += 1;
  }

  /** What is full, which then is no more here. */
  full(): BulkBlock[] {
    return this.#full.splice(0);
  }

  /** All there is. */
  rest(): BulkBlock[] {
    const rest = [...this.#gathered].map(([table, gathered]) => blockOf(table, gathered));
    this.#gathered.clear();
    return [...this.full(), ...rest];
  }
}

const blockOf = (table: BulkTable, { bytes, length, rows }: Gathered): BulkBlock => ({
  table,
  rows,
  bytes: bytes.subarray(0, length),
});
