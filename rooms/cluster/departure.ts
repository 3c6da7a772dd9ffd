import { matchMaker } from '@colyseus/core';
import { attempt } from '../attempt.ts';
import type { Doorkeeper } from '../doors/doorkeeper.ts';
import { ROOM_LIMITS } from '../limits.ts';
import type { Log } from '../ports.ts';
import type { Settler } from '../settler.ts';
import type { Cluster } from './cluster.ts';
import type { Residents } from './farewell.ts';

type Departing = {
  readonly cluster: Cluster;
  readonly residents: Residents;
  readonly doorkeeper: Doorkeeper;
  readonly settler: Settler;
  readonly sweep: { stop(): Promise<void> };
  readonly pulse: { stop(): Promise<void> };
  readonly transport: { stop(): void };
  readonly log: Log;
};

/** How the rooms of a process go. Nothing of it waits for ever, and none of it is left out because something before it failed. */
export function departureOf({ cluster, residents, log, ...parts }: Departing) {
  const tried = (name: string, step: () => unknown) =>
    attempt(name, step, { withinMs: ROOM_LIMITS.stopMs, log });
  let leaving: Promise<void> | undefined;

  /** From now on rooms are found and made elsewhere, also for those who ask here; resolves when ours are handed over. */
  const leave = (): Promise<void> => {
    leaving ??= (async () => {
      await Promise.all([
        // Said before the first room is free, or it might be placed here once more.
        tried('no new rooms', () => cluster.placements?.leave()),
        residents.leave(log),
        tried('sweep', () => parts.sweep.stop()),
      ]);
      // Not before: whoever waits for an answer of ours would think that we are dead.
      await tried('beacon', () => cluster.beacons?.stop());
    })();
    return leaving;
  };

  const stop = async (): Promise<void> => {
    await leave();
    parts.doorkeeper.stop();
    await Promise.all([
      tried('pulse', () => parts.pulse.stop()),
      tried('matchmaker', () => matchMaker.gracefullyShutdown()),
      tried('settler', () => parts.settler.idle()),
    ]);
    await tried('sockets', () => parts.transport.stop());
    await tried('presence', () => cluster.presence.shutdown());
    await tried('list of rooms', () => cluster.driver.shutdown());
  };

  return { leave, stop };
}
