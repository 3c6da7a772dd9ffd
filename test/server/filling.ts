import { expect } from 'vitest';

/** Lets one after the other come, until there is no place left. */
export async function fill(come: () => void, status: () => Promise<number>): Promise<void> {
  const next = () => {
    come();
    return status();
  };
  await expect.poll(next, { timeout: 20_000, interval: 1 }).toBe(503);
}
