import pg from 'pg';
import { EXACT_NUMBERS } from '../../../persistence/exact-numbers.ts';

/** Opens all connections at once; statements that do not wait for each other travel together (`pipeline`). */
export async function openConnections(url: string, count: number): Promise<pg.Pool> {
  const pool = new pg.Pool({
    connectionString: url,
    max: count,
    pipeline: true,
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        EXACT_NUMBERS[oid] ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  });
  // Connections still closing when their database is dropped: nobody waits for those.
  pool.on('error', () => {});
  const clients = await Promise.all(Array.from({ length: count }, () => pool.connect()));
  for (const client of clients) client.release();
  return pool;
}

/** Runs `work` on a connection of its own. */
export async function onConnection<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
}
