const DIGIT = 0x1_0000;

/** The numbers 0 … n-1 in the order of their times, the latest first, and of equal ones the first first: two passes over 16 bits each. */
export function newestFirst(times: Uint32Array): Uint32Array {
  const byLow = sorted(
    Uint32Array.from(times, (_time, at) => at),
    times,
    0,
  );
  return sorted(byLow, times, 16);
}

function sorted(entries: Uint32Array, times: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(DIGIT + 1);
  // Counted from above, so that larger ones come first.
  const digit = (entry: number) => DIGIT - 1 - (((times[entry] ?? 0) >>> shift) & 0xffff);
  for (const entry of entries) starts[digit(entry) + 1] = (starts[digit(entry) + 1] ?? 0) + 1;
  for (let at = 1; at <= DIGIT; at++) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  const out = new Uint32Array(entries.length);
  for (const entry of entries) {
    const place = starts[digit(entry)] ?? 0;
    starts[digit(entry)] = place + 1;
    out[place] = entry;
  }
  return out;
}
