/** Lists one behind the other: those of key n are `entries[from[n]]` to `entries[from[n + 1]]`. */
export type Lists = { readonly from: Uint32Array; readonly entries: Uint32Array };

/** Entries 0 … n-1 under their keys, each list in the order in which they come, the first `most` of it; a negative key is none. */
export function listsBy(n: number, keys: number, keyOf: (entry: number) => number, most = n): Lists {
  const lengths = new Uint32Array(keys);
  for (let entry = 0; entry < n; entry++) {
    const key = keyOf(entry);
    if (key >= 0) lengths[key] = Math.min(most, (lengths[key] ?? 0) + 1);
  }
  const from = new Uint32Array(keys + 1);
  for (let key = 0; key < keys; key++) from[key + 1] = (from[key] ?? 0) + (lengths[key] ?? 0);
  const entries = new Uint32Array(from[keys] ?? 0);
  const next = from.slice();
  for (let entry = 0; entry < n; entry++) {
    const key = keyOf(entry);
    if (key < 0 || (next[key] ?? 0) >= (from[key + 1] ?? 0)) continue;
    entries[next[key] ?? 0] = entry;
    next[key] = (next[key] ?? 0) + 1;
  }
  return { from, entries };
}

/** What entries stand for, in their order. */
export function taken<C extends Uint8Array | Uint32Array | Float32Array>(column: C, entries: Uint32Array): C {
  const Kind = column.constructor as new (length: number) => C;
  const out = new Kind(entries.length);
  for (let at = 0; at < entries.length; at++) out[at] = column[entries[at] ?? 0] ?? 0;
  return out;
}
