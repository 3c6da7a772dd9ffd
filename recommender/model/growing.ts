type Column = Uint8Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** The same column with room for so many, doubled so that growing one by one costs little. */
export function roomFor<C extends Column>(column: C, length: number): C {
  if (length <= column.length) return column;
  const Kind = column.constructor as new (length: number) => C;
  const larger = new Kind(Math.max(length, column.length * 2));
  larger.set(column);
  return larger;
}
