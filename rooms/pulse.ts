import { ROOM_LIMITS } from './limits.ts';
import type { AuctionStore, Log } from './ports.ts';

/** Says now and then that the house is alive. Resolves once it has said so for the first time, which is before anything is closed. */
export async function startPulse(store: AuctionStore, log: Log): Promise<{ stop(): Promise<void> }> {
  let saying: Promise<void> | undefined;
  const say = () => {
    saying ??= store
      .pulse()
      .catch((error: unknown) => log.warn({ err: error }, 'the house could not say that it is alive'))
      .finally(() => {
        saying = undefined;
      });
    return saying;
  };
  await say();
  const timer = setInterval(() => void say(), ROOM_LIMITS.pulseMs);
  return {
    async stop() {
      clearInterval(timer);
      await saying;
    },
  };
}
