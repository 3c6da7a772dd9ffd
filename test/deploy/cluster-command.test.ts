/** `npm run cluster` as somebody at a terminal uses it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listed, somebody } from '../end-to-end/people.ts';
import { ROOT } from './compose-file.ts';

type Command = { readonly process: ChildProcess; said(): string };

/** Everything it brings up lies in this folder. */
function cluster(temporary: string, ...args: string[]): Command {
  const child = spawn(process.execPath, ['deploy/cluster/main.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: temporary, TEST_DATABASE_URL: '', TEST_REDIS_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  return { process: child, said: () => said };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

let temporary: string;
beforeAll(() => {
  // PostgreSQL runs as another user, who must be allowed through.
  temporary = mkdtempSync(join(tmpdir(), 'cluster-command-'));
  chmodSync(temporary, 0o755);
});
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

describe('npm run cluster', () => {
  it('brings everything up, takes bids at one address, and leaves nothing behind', {
    timeout: 90_000,
  }, async () => {
    const { process: command, said } = cluster(temporary, '--port', String(await freePort()));
    const exit = once(command, 'exit');
    await expect.poll(said, { timeout: 60_000 }).toContain('Ctrl-C ends it');
    const url = /open at (\S+),/.exec(said())?.[1] ?? '';
    expect(said()).toMatch(/on 2 nodes/);
    expect(said()).toMatch(/Administrator \S+@\S+, password \S+/);

    const seller = await somebody(url);
    const bidder = await somebody(url, 1_000);
    const { id } = await listed(seller);
    const outcomes = [
      await bidder.auctions.bid(id, { bidId: randomUUID(), kind: 'plain', points: 100 }),
      await (await bidder.join(id)).bidUpTo(200),
    ];
    expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'accepted']);

    // What it says can be used as it stands there.
    const [, token = '', metrics = ''] = /Bearer (\S+)' (\S+)/.exec(said()) ?? [];
    const answer = await fetch(metrics, { headers: { authorization: `Bearer ${token}` } });
    expect(await answer.text()).toContain('process_cpu_seconds_total');
    for (const [, health = ''] of said().matchAll(/(http:\S+\/health\/ready)/g))
      expect((await fetch(health)).status).toBe(200);

    const pids = [...said().matchAll(/\(process (\d+)\)/g)].map(([, pid]) => Number(pid));
    expect(pids).toHaveLength(2);
    expect(readdirSync(temporary).length).toBeGreaterThan(5);
    // One Ctrl-C: the terminal tells everybody, and npm may tell its script once more.
    command.kill('SIGINT');
    command.kill('SIGINT');
    expect(await exit).toEqual([0, null]);
    expect(readdirSync(temporary)).toEqual([]);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
    await expect(fetch(`${url}/api/auctions`)).rejects.toThrow();
  });

  it('says which port is in use, and starts nothing', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { process: command, said } = cluster(temporary, '--port', String(port), '--nodes', '1');
    expect(await once(command, 'exit')).toEqual([1, null]);
    expect(said()).toContain(`port ${port} is in use`);
    holder.close();
    await expect.poll(() => readdirSync(temporary), { timeout: 10_000 }).toEqual([]);
  });

  it.each([
    [['--nodes', '0'], /--nodes must be a whole number from 1 to 9/],
    [['--port', '1e3'], /--port must be a whole number/],
    [['--nope'], /--nope/],
  ])('refuses %j in a sentence', async (args, sentence) => {
    const { process: command, said } = cluster(temporary, ...args);
    expect(await once(command, 'exit')).toEqual([2, null]);
    expect(said()).toMatch(sentence);
    expect(said()).toContain('--help');
  });

  it('explains itself', async () => {
    const { process: command, said } = cluster(temporary, '--help');
    expect(await once(command, 'exit')).toEqual([0, null]);
    for (const option of ['--nodes', '--port', '--demo']) expect(said()).toContain(option);
  });
});
