import { setTimeout as pause } from 'node:timers/promises';
import type { AuctionServer } from '../../local-services/auction-server.ts';

/** Until a process of some hundred megabytes has collected its garbage. */
const COLLECTING_MS = 2_000;

/**
 * What a server's objects and buffers take once it has collected its garbage, which it must have been told how by `collecting.ts`. Not what the
 * system gave it: that stays from busier times. What is missing are the few hundred bytes of each socket outside JavaScript, and the kernel's.
 */
export async function heldBytes({ url, pid }: AuctionServer, metricsToken: string): Promise<number> {
  process.kill(pid, 'SIGWINCH');
  await pause(COLLECTING_MS);
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
  const metrics = await response.text();
  const read = (name: string) => {
    const value = new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1];
    if (value === undefined) throw new Error(`the server does not tell its ${name}`);
    return Number(value);
  };
  return read('nodejs_heap_size_used_bytes') + read('nodejs_external_memory_bytes');
}
