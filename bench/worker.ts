import { type ChildProcess, fork, type Serializable } from 'node:child_process';
import { once } from 'node:events';

/** A process of a bench's own that does as it is told, one order after the other. */
export type Worker<Order, Answer extends { readonly kind: string }> = {
  ask<Kind extends Answer['kind']>(order: Order, kind: Kind): Promise<Extract<Answer, { kind: Kind }>>;
  /** Hangs up, on which it ends. */
  stop(): Promise<void>;
};

/** Whatever ends it before that ends the bench: `ask` rejects with what it complained of. */
export function startWorker<Order extends Serializable, Answer extends { readonly kind: string }>(
  program: string,
): Worker<Order, Answer> {
  const worker = fork(program, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const ended = endOf(worker);
  ended.catch(() => {});
  return {
    async ask<Kind extends Answer['kind']>(order: Order, kind: Kind) {
      worker.send(order);
      const [answer] = (await Promise.race([once(worker, 'message'), ended])) as [Answer];
      if (answer.kind !== kind) throw new Error(`${program} answered ${answer.kind}, not ${kind}`);
      return answer as Extract<Answer, { kind: Kind }>;
    },
    async stop() {
      if (worker.connected) worker.disconnect();
      if (worker.exitCode === null && worker.signalCode === null) await once(worker, 'exit');
    },
  };
}

async function endOf(worker: ChildProcess): Promise<never> {
  let said = '';
  worker.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(worker, 'exit');
  throw new Error(`a process of the bench ended with ${code}:\n${said}`);
}
