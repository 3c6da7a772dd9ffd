/** What was measured of one cell, over all its windows. */
export class Tally {
  accepted = 0;
  refused = 0;
  seconds = 0;
  /** From the call to the acknowledgement, of accepted bids. */
  readonly latenciesMs: number[] = [];
  /** Every answer but `accepted`, counted. */
  readonly refusals = new Map<string, number>();

  count(code: string, latencyMs: number): void {
    if (code === 'accepted') {
      this.accepted += 1;
      this.latenciesMs.push(latencyMs);
    } else {
      this.refused += 1;
      this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
    }
  }
}

/** The least value that at least this share of them does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
