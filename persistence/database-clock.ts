import { type Kysely, sql } from 'kysely';
import type { DB } from './schema.ts';

const SAMPLES = 5;
const REFRESH_MS = 10_000;

export type DatabaseClock = { nowMs(): number; stop(): void };

/**
 * The database's time, read from this process: every node agrees on when an auction ends, whatever its own clock says. The offset comes
 * from the sample with the shortest round trip, is taken anew every ten seconds, and the clock never goes backwards.
 */
export async function openDatabaseClock(db: Kysely<DB>): Promise<DatabaseClock> {
  let offsetMs = await sampleOffset(db);
  let latestMs = 0;
  const timer = setInterval(() => {
    // While the database is away the last offset is the best there is.
    sampleOffset(db).then(
      (sampled) => {
        offsetMs = sampled;
      },
      () => {},
    );
  }, REFRESH_MS);
  timer.unref();
  return {
    nowMs: () => {
      latestMs = Math.max(latestMs, Math.round(performance.now() + offsetMs));
      return latestMs;
    },
    stop: () => clearInterval(timer),
  };
}

/** Milliseconds to add to this process's monotonic clock. */
async function sampleOffset(db: Kysely<DB>): Promise<number> {
  let best = { roundTripMs: Number.POSITIVE_INFINITY, offsetMs: 0 };
  for (let i = 0; i < SAMPLES; i++) {
    const sentMs = performance.now();
    const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
    const receivedMs = performance.now();
    const roundTripMs = receivedMs - sentMs;
    const now = rows[0]?.now.getTime() ?? Date.now();
    if (roundTripMs < best.roundTripMs) best = { roundTripMs, offsetMs: now - (sentMs + receivedMs) / 2 };
  }
  return best.offsetMs;
}
