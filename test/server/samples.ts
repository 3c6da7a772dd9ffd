/** Reads what a server counts, as a collector does. */
import type { ServerStage } from './server-stage.ts';

export const METRICS_TOKEN = 't'.repeat(32);

export async function metricsText(server: ServerStage): Promise<string> {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
  return (await server.ask('GET', '/metrics', { headers })).text;
}

/** One sample, by its name and its labels as they are written; undefined where there is none. */
export async function sample(server: ServerStage, name: string): Promise<number | undefined> {
  const line = (await metricsText(server)).split('\n').find((each) => each.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
}
