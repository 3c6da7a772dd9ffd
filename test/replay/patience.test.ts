import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ConnectionFailure } from '../../client-sdk/index.ts';
import { patiently } from '../../replay/patience.ts';
import { patientFetch } from '../../replay/patient-fetch.ts';

describe('a fetch that waits as told', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  it('asks again after the time that a 429 names, and hands on everything else', async () => {
    let asked = 0;
    server = createServer((_request, response) => {
      asked += 1;
      if (asked < 3) response.writeHead(429, { 'retry-after': '0.01' });
      response.end('{}');
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;

    const waits: number[] = [];
    const response = await patientFetch((seconds) => waits.push(seconds))(`http://127.0.0.1:${port}`);

    expect(response.status).toBe(200);
    expect(waits).toEqual([0.01, 0.01]);
  });
});

describe('patience', () => {
  it('asks again while nobody answers', async () => {
    let asked = 0;
    const answer = patiently(5_000, async () => {
      asked += 1;
      if (asked < 3) throw new ConnectionFailure('away');
      return asked;
    });
    expect(await answer).toBe(3);
  });

  it('ends with what went wrong', async () => {
    const ask = () => Promise.reject(new ConnectionFailure('away'));
    await expect(patiently(0, ask)).rejects.toThrow('away');
  });

  it('is not wasted on a clear no', async () => {
    let asked = 0;
    const ask = () => {
      asked += 1;
      return Promise.reject(new Error('no'));
    };
    await expect(patiently(5_000, ask)).rejects.toThrow('no');
    expect(asked).toBe(1);
  });
});
