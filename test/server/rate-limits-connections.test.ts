/** What connections may do before anybody knows what they want: real ones, to a server that listens. */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import proxyAddr from '@fastify/proxy-addr';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { clientAddresses, partyOf } from '../../server/doors/client-addresses.ts';
import { HTTP_LIMITS } from '../../server/limits.ts';
import { openServer, type ServerStage } from './server-stage.ts';

let server: ServerStage;
let port: number;

beforeAll(async () => {
  server = await openServer({
    REQUESTS_PER_MINUTE: '10',
    MAX_CONNECTIONS: '20',
    HEADERS_TIMEOUT_SECONDS: '1',
    REQUEST_TIMEOUT_SECONDS: '2',
  });
  await server.app.listen({ port: 0, host: '::' });
  ({ port } = server.app.server.address() as AddressInfo);
});
afterAll(() => server.close());

const opened = async (host = '127.0.0.1'): Promise<Socket> => {
  const socket = connect(port, host);
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
};

/** All that came until it was closed. */
const untilClosed = async (socket: Socket): Promise<string> => {
  let text = '';
  socket.on('data', (data: Buffer) => {
    text += data.toString();
  });
  if (!socket.closed) await once(socket, 'close');
  return text;
};

test.each([
  ['says nothing', ''],
  ['never finishes its headers', 'GET /api/auctions HTTP/1.1\r\nhost: here\r\nx-slow: '],
  [
    'never finishes its body',
    'POST /api/auth/sign-in/email HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
  ],
])('who %s is hung up on', async (_what, beginning) => {
  const socket = await opened();
  socket.write(beginning);
  const answer = await untilClosed(socket);
  expect(answer).toMatch(/^(HTTP\/1\.1 408 |$)/);
  if (answer !== '') expect(answer).toContain('"code":"invalid_request"');
});

test('connections beyond the limit are closed unread, and counted; when some have gone others may come', async () => {
  const before = server.turnedAway.length;
  const crowd = await Promise.all(Array.from({ length: 25 }, () => opened()));
  await expect.poll(() => crowd.filter(({ closed }) => closed).length).toBeGreaterThanOrEqual(5);
  expect(
    server.turnedAway.slice(before).filter((why) => why === 'connections').length,
  ).toBeGreaterThanOrEqual(5);
  for (const each of crowd) each.destroy();
  await expect
    .poll(async () => {
      const socket = await opened();
      socket.write('GET /health/live HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n');
      return untilClosed(socket);
    })
    .toMatch(/^HTTP\/1\.1 200/);
});

describe('whoever goes on asking although it is refused', () => {
  /** Over one connection, from an address of this machine. */
  const ask = (from: string, agent?: Agent, path = '/nothing') =>
    new Promise<number>((resolve) => {
      const asked = request(
        { host: '127.0.0.1', port, path, localAddress: from, ...(agent && { agent }) },
        (response) => {
          response.resume();
          response.on('end', () => resolve(response.statusCode ?? 0));
        },
      );
      asked.on('error', () => resolve(0));
      asked.end();
    });

  test('is told so for a while, then hung up on and shut out; others are not', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const flooder = '127.0.0.2';
    const statuses: number[] = [];
    while (!statuses.includes(0) && statuses.length < 1_000) statuses.push(await ask(flooder, agent));
    expect(statuses).toEqual([
      ...Array<number>(10).fill(404),
      ...Array<number>(HTTP_LIMITS.refusalsAnswered).fill(429),
      0,
    ]);
    agent.destroy();
    expect(await ask(flooder, undefined, '/health/live')).toBe(0);
    expect(await ask('127.0.0.3', undefined, '/health/live')).toBe(200);
    expect(await ask('127.0.0.3')).toBe(404);
    expect(server.turnedAway.filter((why) => why === 'address_requests').length).toBeGreaterThan(
      HTTP_LIMITS.refusalsAnswered,
    );
    await expect
      .poll(() => ask(flooder, undefined, '/health/live'), { timeout: 2 * HTTP_LIMITS.shutOutMs })
      .toBe(200);
  });
});

test('behind a proxy nobody is hung up on, because others come through the same connection', async () => {
  const proxied = await openServer({ REQUESTS_PER_MINUTE: '5', TRUST_PROXY: '1' });
  const from = (client: string) => proxied.ask('GET', '/nothing', { headers: { 'x-forwarded-for': client } });
  for (let asked = 0; asked < HTTP_LIMITS.refusalsAnswered + 20; asked++) await from('10.5.5.5');
  expect((await from('10.5.5.5')).status).toBe(429);
  expect((await from('10.5.5.6')).status).toBe(404);
  await proxied.close();
});

describe('the address somebody is counted under', () => {
  test('is the same for a socket as for a request, whatever is claimed', () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom('unknown', '', ' 10.0.0.1 ', '127.0.0.1'));
    const rules = fc.constantFrom('', '1', '2', '127.0.0.1', 'loopback, 10.0.0.0/8', '::1');
    fc.assert(
      fc.property(
        rules,
        address,
        fc.array(address, { maxLength: 4 }),
        (TRUST_PROXY, remoteAddress, claimed) => {
          const config = readConfig({ TRUST_PROXY });
          const asked = {
            headers: claimed.length === 0 ? {} : { 'x-forwarded-for': claimed.join(',') },
            socket: { remoteAddress },
          } as unknown as Parameters<typeof proxyAddr>[0];
          const known = proxyAddr.all(asked, config.trustProxy || (() => false)).at(-1);
          expect(clientAddresses(config)(asked)).toBe(partyOf(known ?? ''));
        },
      ),
    );
  });

  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:DB8:0:1:2:3:4:5', '2001:db8:0:1::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('%s is counted as %s', (address, party) => {
    expect(partyOf(address)).toBe(party);
  });

  test.each(['nonsense', '10.0.0.0/99', 'ten, 10.0.0.1'])(
    '%s trusts nobody, and the server does not start',
    (text) => {
      expect(() => readConfig({ TRUST_PROXY: text })).toThrow(/TRUST_PROXY/);
    },
  );
});
