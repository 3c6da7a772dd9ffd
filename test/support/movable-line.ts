/** What lies between a client and the nodes: connections may be cut in it, and new ones led to another node. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface MovableLine {
  readonly url: string;
  /** How many connections it has led somewhere. */
  readonly connections: number;
  /** Where connections lead that are made from now on. */
  moveTo(url: string): void;
  /** Ends all there are, without a word. */
  cut(): void;
  close(): void;
}

export async function openMovableLine(to: string): Promise<MovableLine> {
  let target = new URL(to);
  let connections = 0;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    connections += 1;
    const far = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      return connections;
    },
    moveTo(url) {
      target = new URL(url);
    },
    cut,
    close() {
      server.close();
      cut();
    },
  };
}
