import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTcpProxy, type TcpProxy } from '../../local-services/tcp-proxy.ts';

let server: Server;
let proxy: TcpProxy;
/** The server's ends of the connections. */
const behind = new Set<Socket>();
/** What the server has heard, all connections together. */
let heard = '';

beforeEach(async () => {
  heard = '';
  behind.clear();
  server = createServer((socket) => {
    behind.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      heard += chunk;
      socket.write(`<${chunk}>`);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  proxy = await startTcpProxy();
  proxy.aimAt(portOf(server));
});

afterEach(async () => {
  await proxy.stop();
  server.close();
});

const portOf = (listening: Server) => {
  const address = listening.address();
  return typeof address === 'object' && address ? address.port : 0;
};

type Client = { readonly socket: Socket; readonly answers: () => string; readonly closed: () => boolean };

async function client(): Promise<Client> {
  let answers = '';
  let closed = false;
  const socket = connect(proxy.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    answers += chunk;
  });
  socket.once('close', () => {
    closed = true;
  });
  await once(socket, 'connect');
  return { socket, answers: () => answers, closed: () => closed };
}

/** So that what must not come has had every chance to: a second connection has been answered meanwhile. */
async function elsewhereAnswered(): Promise<void> {
  const other = await client();
  other.socket.write('elsewhere');
  await expect.poll(other.answers).toBe('<elsewhere>');
  other.socket.destroy();
}

it('passes on what it is given, both ways, and the end of it', async () => {
  const { socket, answers, closed } = await client();
  socket.end('one');
  await expect.poll(answers).toBe('<one>');
  await expect.poll(closed).toBe(true);
});

it('a black hole swallows nothing for good: what was sent arrives once it is gone, in its order', async () => {
  const { socket, answers } = await client();
  proxy.hold('in', 'out');
  socket.write('one');
  socket.write('two');
  proxy.release();
  socket.write('three');
  await expect.poll(() => heard).toBe('onetwothree');
  await expect.poll(answers).toContain('three>');
});

it('a black hole for answers lets the server do what it was asked', async () => {
  const { socket, answers } = await client();
  proxy.hold('out');
  socket.write('one');
  await expect.poll(() => heard).toBe('one');
  expect(answers()).toBe('');
  proxy.release();
  await expect.poll(answers).toBe('<one>');
});

it('one who vanishes behind a black hole is seen to vanish only when it is gone', async () => {
  const { socket, closed } = await client();
  socket.write('one');
  await expect.poll(() => heard).toBe('one');
  proxy.hold('in', 'out');
  for (const connection of behind) connection.destroy();
  expect(closed()).toBe(false);
  proxy.release();
  await expect.poll(closed).toBe(true);
});

it('cuts after an answer was due: the server has done it, and the client is not told', async () => {
  const { socket, answers, closed } = await client();
  const trap = proxy.cutAfter('commit', 1);
  socket.write('begin');
  await expect.poll(answers).toBe('<begin>');
  socket.write('commit');
  expect(await trap.cut).toBe(1);
  await expect.poll(closed).toBe(true);
  expect(heard).toBe('begincommit');
  expect(answers()).toBe('<begin>');
});

it('holds a connection from some bytes on, and no other', async () => {
  const { socket, answers } = await client();
  proxy.holdFrom('commit');
  socket.write('begin');
  await expect.poll(answers).toBe('<begin>');
  socket.write('commit');
  await elsewhereAnswered();
  expect(heard).not.toContain('commit');
  proxy.release();
  await expect.poll(() => heard).toContain('commit');
});

it('what is held and then cut never arrives', async () => {
  const { socket, closed } = await client();
  proxy.holdFrom('commit');
  socket.write('commit');
  await elsewhereAnswered();
  proxy.cut();
  proxy.release();
  await expect.poll(closed).toBe(true);
  await elsewhereAnswered();
  expect(heard).not.toContain('commit');
});

it('refuses while nobody listens behind it, and leads there again afterwards', async () => {
  proxy.aimAt(1);
  const refused = await client();
  await expect.poll(refused.closed).toBe(true);
  proxy.aimAt(portOf(server));
  await elsewhereAnswered();
});
