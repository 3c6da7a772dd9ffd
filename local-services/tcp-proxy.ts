/** A TCP proxy that can be told to be a bad network: to cut, to swallow, to delay, in either direction, at a chosen moment. */
import { connect, createServer, type Socket } from 'node:net';
import { Lane, type LaneRules } from './tcp-lane.ts';

/** `in` is towards the server behind the proxy, `out` is back to whoever connected. */
type Direction = 'in' | 'out';

export interface TcpProxy {
  readonly port: number;
  /** Which port of this machine new connections lead to; until told, and while nobody listens there, they are refused. */
  aimAt(port: number): void;
  /** A black hole: connections stay open, new ones are taken and lead nowhere, until `release`. */
  hold(...directions: readonly Direction[]): void;
  /** The same for connections that send these bytes to the server from now on: neither they nor what follows arrives, until `release`. */
  holdFrom(bytes: string): void;
  release(): void;
  delay(ms: number, ...directions: readonly Direction[]): void;
  /** Destroys all connections; new ones may come at once. */
  cut(): void;
  /**
   * The next `times` connections that send these bytes to the server are cut when the server answers them: it has done what it was
   * asked for, and nobody will hear of it. Resolves with how many there were, when all have been or `stop` is called.
   */
  cutAfter(bytes: string, times: number): { readonly cut: Promise<number>; stop(): void };
  stop(): Promise<void>;
}

type Trap = { readonly bytes: string; left: number; cut: number; readonly done: () => void };

export async function startTcpProxy(): Promise<TcpProxy> {
  const rules: Record<Direction, LaneRules> = {
    in: { held: false, holdFrom: undefined, delayMs: 0 },
    out: { held: false, holdFrom: undefined, delayMs: 0 },
  };
  const connections = new Set<Connection>();
  let target = 0;
  let trap: Trap | undefined;

  const server = createServer({ allowHalfOpen: true }, (client) => {
    const connection = new Connection(client, target, rules, () => trap);
    connections.add(connection);
    void connection.closed.then(() => connections.delete(connection));
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  // Whoever forgets to stop it must still be able to end.
  server.unref();
  const pump = () => {
    for (const connection of connections) connection.pump();
  };
  const cut = () => {
    for (const connection of connections) connection.destroy();
  };

  return {
    port,
    aimAt(port) {
      target = port;
    },
    hold(...directions) {
      for (const direction of directions) rules[direction].held = true;
    },
    holdFrom(bytes) {
      rules.in.holdFrom = bytes;
    },
    release() {
      rules.in.held = rules.out.held = false;
      rules.in.holdFrom = undefined;
      pump();
    },
    delay(ms, ...directions) {
      for (const direction of directions) rules[direction].delayMs = ms;
      pump();
    },
    cut,
    cutAfter(bytes, times) {
      const { promise, resolve } = Promise.withResolvers<number>();
      const mine: Trap = { bytes, left: times, cut: 0, done: () => resolve(mine.cut) };
      trap = mine;
      const stop = () => {
        if (trap === mine) trap = undefined;
        mine.done();
      };
      return { cut: promise, stop };
    },
    stop() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

class Connection {
  readonly closed: Promise<void>;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #lanes: readonly Lane[];
  /** What it sent was waited for: the answer is not to arrive. */
  #trapped: Trap | undefined;

  constructor(
    client: Socket,
    port: number,
    rules: Readonly<Record<Direction, LaneRules>>,
    trap: () => Trap | undefined,
  ) {
    this.#client = client;
    this.#server = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    for (const socket of [client, this.#server]) {
      socket.setNoDelay(true);
      // What went wrong is told by 'close', which always follows.
      socket.on('error', () => undefined);
    }
    this.#lanes = [
      new Lane(client, this.#server, rules.in, (chunk) => this.#onRequest(chunk, trap())),
      new Lane(this.#server, client, rules.out, () => this.#onAnswer()),
    ];
    this.closed = Promise.all([closeOf(client), closeOf(this.#server)]).then(() => {
      for (const lane of this.#lanes) lane.stop();
    });
  }

  pump(): void {
    for (const lane of this.#lanes) lane.pump();
  }

  destroy(): void {
    this.#client.resetAndDestroy();
    this.#server.destroy();
  }

  #onRequest(chunk: Buffer, trap: Trap | undefined): boolean {
    if (trap === undefined || trap.left === 0 || !chunk.includes(trap.bytes)) return true;
    trap.left -= 1;
    this.#trapped = trap;
    return true;
  }

  #onAnswer(): boolean {
    const trap = this.#trapped;
    if (trap === undefined) return true;
    trap.cut += 1;
    this.destroy();
    if (trap.left === 0) trap.done();
    return false;
  }
}

const closeOf = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()));
