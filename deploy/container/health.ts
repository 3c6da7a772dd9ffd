/** What a container asks about itself: `node deploy/container/health.ts URL` ends with 0 when that answers well within two seconds. */
const PATIENCE_MS = 2_000;

const [, , url = 'http://127.0.0.1:2567/health/live'] = process.argv;
try {
  const { ok } = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
  process.exit(ok ? 0 : 1);
} catch {
  process.exit(1);
}
