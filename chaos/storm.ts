/** One fault after the other, as scheduled, and what became of each. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Availability, Recovery } from './availability.ts';
import type { House } from './house.ts';
import { inject } from './injection.ts';
import type { Lot } from './lot.ts';
import { describe, type Fault, type FaultKind } from './schedule.ts';

export type Strike = {
  readonly fault: Fault;
  readonly node: number | null;
  readonly recovery: Recovery;
  readonly notes: readonly string[];
};

export type StormOptions = {
  readonly schedule: readonly Fault[];
  readonly house: House;
  readonly availability: Availability;
  readonly servedBy: ReadonlyMap<string, string>;
  readonly tell: (line: string) => void;
};

/** After so long we go on, and say that it had not recovered yet. */
const RECOVERY_LIMIT_MS = 20_000;

export async function storm(options: StormOptions): Promise<{ strikes: Strike[]; calm: Recovery }> {
  const { schedule, house, availability, tell } = options;
  const strikes: Strike[] = [];
  /** By node; those of what they share are waited for anyway. */
  const repairs = house.nodes.map((): Promise<void> => Promise.resolve());
  let before: Recovery | undefined;
  for (const fault of schedule) {
    if (before !== undefined && !fault.onItsHeels) await recovered(before);
    await pause(fault.pauseMs);
    const node = fault.rank === null ? null : (byLoad(options)[fault.rank] ?? null);
    // A node that is down cannot be hit, and one at least of the others has to stand.
    if (node !== null) {
      await repairs[node];
      await Promise.any(repairs.filter((_, index) => index !== node));
    }
    const recovery = availability.follow(fault.number, fault.kind, servedAt(node, options));
    const notes: string[] = [];
    const strike = { fault, node, recovery, notes };
    strikes.push(strike);
    before = recovery;
    const repair = inject({ ...fault, node }, house, (text) => notes.push(text)).then(
      () => {
        recovery.healedAtMs = Date.now();
      },
      (error: unknown) => {
        notes.push(`could not be repaired: ${error}`);
      },
    );
    if (node !== null) repairs[node] = repair;
    // Restarts go on while others are hit; the rest is repaired before anything else breaks.
    if (!RESTARTS.has(fault.kind)) await repair;
    void Promise.all([repair, recovered(recovery)]).then(() => tell(outcomeOf(strike)));
  }
  await Promise.all(repairs);
  if (before !== undefined) await recovered(before);
  // One bid after a fault is luck. When nothing is broken any more, all that is live has to take bids.
  const calm = availability.follow(schedule.length + 1, 'calm', availability.live());
  await recovered(calm);
  return { strikes, calm };
}

const RESTARTS: ReadonlySet<FaultKind> = new Set(['kill', 'kill_in_commit', 'terminate', 'skew']);

const recovered = (recovery: Recovery) =>
  Promise.race([recovery.over, pause(RECOVERY_LIMIT_MS, undefined, { ref: false })]);

/** The auctions that the node serves, as far as clients know; all of them where all nodes are hit. */
function servedAt(node: number | null, { house, availability, servedBy }: StormOptions): Lot[] {
  const address = node === null ? undefined : house.nodes[node]?.address;
  return availability
    .live()
    .filter(({ auctionId }) => address === undefined || servedBy.get(auctionId) === address);
}

/** The nodes, the one first that serves the most. */
function byLoad(options: StormOptions): number[] {
  const loads = options.house.nodes.map((_, node) => ({ node, lots: servedAt(node, options).length }));
  return loads.sort((one, other) => other.lots - one.lots).map(({ node }) => node);
}

function outcomeOf({ fault, node, recovery, notes }: Strike): string {
  const { hit, recoveredAtMs, startedAtMs, waiting } = recovery;
  const what =
    waiting.size > 0
      ? `${waiting.size} of ${hit} auctions have NOT recovered`
      : recoveredAtMs === undefined
        ? `hit ${hit} auctions`
        : `${hit} auctions, all bid on after ${recoveredAtMs - startedAtMs} ms`;
  const more = notes.length === 0 ? '' : `; ${notes.join('; ')}`;
  return `${String(fault.number).padStart(4)}  ${describe(fault)}${node === null ? '' : ` (${node + 1})`}: ${what}${more}`;
}
