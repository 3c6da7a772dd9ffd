/** From `atMs` on, by the machine's clock, everybody knew a price that is at least this. */
export type Step = { readonly atMs: number; readonly pricePoints: number };

/** What everybody knows of a price that only rises: the least of what the subscribers heard last. */
export class Knowledge {
  readonly steps: Step[] = [];
  /** What each heard last; 0: nothing yet. */
  readonly #heard: Float64Array;
  /** How many heard each price last, and these prices, lowest first. */
  readonly #hearers = new Map<number, number>();
  readonly #prices = [0];

  constructor(subscribers: number) {
    this.#heard = new Float64Array(subscribers);
    this.#hearers.set(0, subscribers);
  }

  heard(subscriber: number, pricePoints: number, atMs: number): void {
    const before = this.#heard[subscriber] ?? 0;
    if (pricePoints <= before) return;
    this.#heard[subscriber] = pricePoints;
    this.#hearers.set(before, (this.#hearers.get(before) ?? 0) - 1);
    this.#add(pricePoints);
    const least = this.#leastHeard();
    if (least > (this.steps.at(-1)?.pricePoints ?? 0)) this.steps.push({ atMs, pricePoints: least });
  }

  #add(pricePoints: number): void {
    const hearers = this.#hearers.get(pricePoints) ?? 0;
    this.#hearers.set(pricePoints, hearers + 1);
    if (hearers > 0 || this.#prices.includes(pricePoints)) return;
    let place = this.#prices.length;
    while ((this.#prices[place - 1] ?? 0) > pricePoints) place -= 1;
    this.#prices.splice(place, 0, pricePoints);
  }

  #leastHeard(): number {
    while (this.#hearers.get(this.#prices[0] ?? 0) === 0) {
      this.#hearers.delete(this.#prices.shift() ?? 0);
    }
    return this.#prices[0] ?? 0;
  }
}

/** A price and when it was committed. */
export type Commit = { readonly atMs: number; readonly pricePoints: number };

export type Lags = {
  /** From the commit of each price that was told until everybody knew it or a later one. */
  readonly toldMs: readonly number[];
  /** The same of every price, also of those that were not told because a later one came at once. */
  readonly everyMs: readonly number[];
  /** Prices that somebody never came to know. */
  readonly unknown: number;
};

export function lagsOf(
  commits: readonly Commit[],
  { steps, pricesTold }: { readonly steps: readonly Step[]; readonly pricesTold: readonly number[] },
): Lags {
  const told = new Set(pricesTold);
  const lags = commits.flatMap(({ pricePoints, atMs }) => {
    const known = firstAtLeast(steps, pricePoints);
    return known === undefined ? [] : [{ pricePoints, ms: known.atMs - atMs }];
  });
  return {
    toldMs: lags.filter(({ pricePoints }) => told.has(pricePoints)).map(({ ms }) => ms),
    everyMs: lags.map(({ ms }) => ms),
    unknown: commits.length - lags.length,
  };
}

/** Steps only rise. */
function firstAtLeast(steps: readonly Step[], pricePoints: number): Step | undefined {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.pricePoints ?? 0) < pricePoints) low = middle + 1;
    else high = middle;
  }
  return steps[low];
}
