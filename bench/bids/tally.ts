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
