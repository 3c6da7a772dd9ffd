import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ReadyAuction } from '../../client-sdk/index.ts';

const listening = (server: ReturnType<typeof createServer>) =>
  new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

test('a seat whose server takes connections and says nothing is soon given up for another one', async () => {
  const sockets = new Set<Socket>();
  // A process that was stopped: its machine still takes connections.
  const silent = createServer((socket) => sockets.add(socket));
  const silentPort = await listening(silent);
  let seats = 0;
  const house = createHttpServer((_request, response) => {
    seats += 1;
    const publicAddress = `127.0.0.1:${silentPort}`;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ sessionId: 's', roomId: 'r', processId: 'p', name: 'auction', publicAddress }),
    );
  });
  const port = await listening(house);
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
    house.close();
    house.closeAllConnections();
  });

  const joining = new ReadyAuction(`http://127.0.0.1:${port}`).join(crypto.randomUUID(), {
    joinDeadlineMs: 6_000,
  });
  joining.catch(() => {});
  await expect.poll(() => sockets.size).toBe(1);
  // The first is let go of before the next is asked for.
  await expect.poll(() => seats, { timeout: 5_000 }).toBe(2);
  await expect(joining).rejects.toThrow('could not be joined');
});
