import type { InteractionLog } from './interaction-log.ts';
import type { ItemTable } from './item-table.ts';

/** Which items a model has: those that can still be bid on, the latest to start first, then those that somebody dealt with, the latest first. */
export type Places = {
  /** By row of the model, the row of the item table; and back, -1 where the model does not have it. */
  readonly rows: Uint32Array;
  readonly placeOf: Int32Array;
  readonly openCount: number;
};

export function placesOf(log: InteractionLog, latest: Uint32Array, items: ItemTable, nowMs: number): Places {
  const placeOf = new Int32Array(items.count).fill(-1);
  const open: number[] = [];
  for (let row = 0; row < items.count; row++) {
    const canBeBidOn = items.isKnown(row) && items.over[row] === 0 && (items.endsAtMs[row] ?? 0) > nowMs;
    if (canBeBidOn) open.push(row);
  }
  open.sort((a, b) => (items.startsAtMs[b] ?? 0) - (items.startsAtMs[a] ?? 0) || a - b);
  const rows = new Uint32Array(items.count);
  let count = 0;
  const place = (row: number) => {
    placeOf[row] = count;
    rows[count++] = row;
  };
  for (const row of open) place(row);
  for (const at of latest) {
    const row = log.item[at] ?? 0;
    if (items.isKnown(row) && placeOf[row] === -1) place(row);
  }
  return { rows: rows.slice(0, count), placeOf, openCount: open.length };
}
