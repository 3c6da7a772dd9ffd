import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ConnectionFailure, ReadyAuction } from '../../client-sdk/index.ts';

/** A server that gives up the first `times` requests, as one does with connections that say nothing for too long. */
async function givingUp(times: number) {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    bodies.push(body);
    if (bodies.length <= times) response.writeHead(408, { connection: 'close' }).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{"available":7,"held":0}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

test('a request that the server gave up is sent once more, with the same body', async () => {
  const { url, bodies } = await givingUp(1);
  await new ReadyAuction(url, { token: 'mine' }).wallet.charge(7, 'once');
  expect(bodies).toEqual(['{"points":7}', '{"points":7}']);
});

test('a request that is given up twice has no answer', async () => {
  const { url, bodies } = await givingUp(Number.POSITIVE_INFINITY);
  await expect(new ReadyAuction(url, { token: 'mine' }).wallet.balance()).rejects.toBeInstanceOf(
    ConnectionFailure,
  );
  expect(bodies).toHaveLength(2);
});
