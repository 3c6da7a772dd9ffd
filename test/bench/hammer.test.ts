import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { CONNECTIONS, hammer } from '../../bench/catalogue/hammer.ts';
import { Responses } from '../../bench/catalogue/responses.ts';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serving(listener: RequestListener): Promise<string> {
  const opened = createServer(listener);
  server = opened;
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(opened.address() as AddressInfo).port}`;
}

const MOMENT = { warmUpMs: 0, measuredMs: 50, leastResponses: 1 };

test('one refusal among hundreds of answers is an error', async () => {
  let asked = 0;
  const url = await serving((_request, response) => {
    asked += 1;
    response.statusCode = asked === 300 ? 503 : 200;
    response.end('{}');
  });
  await expect(
    hammer({ url, paths: ['/list'] }, { ...MOMENT, measuredMs: 60_000 }, new Responses()),
  ).rejects.toThrow('a request like /list was answered with 503');
});

test('a window goes on until enough was answered', async () => {
  const url = await serving((_request, response) => void response.end('{}'));
  const responses = new Responses();
  await hammer({ url, paths: ['/'] }, { ...MOMENT, measuredMs: 0, leastResponses: 250 }, responses);
  expect(responses.latenciesMs).toHaveLength(250);
  expect(responses.seconds).toBeGreaterThan(0);
});

test('nothing is counted before every connection was answered', async () => {
  let answered = 0;
  const url = await serving((_request, response) => {
    answered += 1;
    response.end('{}');
  });
  const responses = new Responses();
  await hammer({ url, paths: ['/'] }, { ...MOMENT, measuredMs: 0 }, responses);
  expect(responses.latenciesMs).toHaveLength(1);
  expect(answered).toBeGreaterThan(CONNECTIONS);
});

test('the connections begin at different places, and all paths are asked for', async () => {
  const paths = Array.from({ length: CONNECTIONS * 2 }, (_, index) => `/${index}`);
  const asked = new Set<string>();
  const beginnings = new Map<Socket, string>();
  const url = await serving((request, response) => {
    const path = request.url ?? '';
    asked.add(path);
    if (!beginnings.has(request.socket)) beginnings.set(request.socket, path);
    response.end('{}');
  });
  await hammer({ url, paths }, { ...MOMENT, leastResponses: 1_000 }, new Responses());
  expect(new Set(beginnings.values()).size).toBe(CONNECTIONS);
  expect(asked).toEqual(new Set(paths));
});
