import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** How long the house may take to close what ended while it was broken. */
const LIMIT_MS = 15_000;
const LOOK_AFTER_MS = 200;

/** What ended by then and has not been closed after this is found by the checker. */
export async function untilClosed(databaseUrl: string, endedByMs: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const givesUpAtMs = performance.now() + LIMIT_MS;
  try {
    for (;;) {
      const { rows } = await client.query(
        'select from auction where ending is null and ends_at < to_timestamp($1::double precision / 1000) limit 1',
        [endedByMs],
      );
      if (rows.length === 0 || performance.now() > givesUpAtMs) return;
      await pause(LOOK_AFTER_MS);
    }
  } finally {
    await client.end();
  }
}
