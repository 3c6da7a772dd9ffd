import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpProgram, startHttpProgram } from '../../local-services/http-program.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { imageEnvironment, instructions, ROOT } from './compose-file.ts';
import { copies, layOut, mayBeCopied } from './image-contents.ts';

describe('the image', () => {
  it('is made of files that exist and that .dockerignore lets through', () => {
    const sources = copies().flatMap((copy) => copy.sources);
    expect(sources).toContain('server');
    for (const source of sources) {
      expect(existsSync(join(ROOT, source)), source).toBe(true);
      expect(mayBeCopied(source), source).toBe(true);
    }
    for (const path of ['.env', '.git', 'node_modules', 'test', 'data', 'client-sdk'])
      expect(mayBeCopied(path), path).toBe(false);
  });

  it('runs the server itself, without root, a shell or npm in between, and sets no secret', () => {
    const last = (wanted: string) => instructions().findLast(({ name }) => name === wanted)?.rest;
    expect(JSON.parse(last('CMD') ?? '')).toEqual(['node', 'server/main.ts']);
    expect(last('USER')).toBe('node');
    expect(last('ENTRYPOINT')).toBeUndefined();
    expect(Object.keys(imageEnvironment()).filter((name) => /SECRET|TOKEN|PASSWORD|URL/.test(name))).toEqual(
      [],
    );
    const bases = instructions().filter(({ name }) => name === 'FROM');
    for (const { rest } of bases) expect(rest).toMatch(/^node:24\.\d+\.\d+-bookworm-slim( AS packages)?$/);
  });

  describe('laid out in a folder, with production dependencies only,', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'image-contents-'));
      layOut(folder);
    }, 120_000);
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const health = (url: string) =>
      new Promise<number>((resolve) => {
        const child = execFile(process.execPath, [join(folder, 'deploy/container/health.ts'), url], () =>
          resolve(child.exitCode ?? -1),
        );
      });

    it('runs both programs, which say how they are and end in order', { timeout: 90_000 }, async () => {
      expect(existsSync(join(folder, 'node_modules/tsdown'))).toBe(false);
      const database = await createTestDatabase();
      const started: HttpProgram[] = [];
      const start = async (
        main: string,
        settings: (port: number, data: string) => Record<string, string>,
      ) => {
        const program = await startHttpProgram('image', join(folder, main), (port, { path }) => ({
          ...{ ...imageEnvironment(), DATABASE_URL: database.url, REDIS_URL: '', DATA_FOLDER: path },
          ...settings(port, path),
        }));
        started.push(program);
        return program;
      };
      try {
        const recommender = await start('recommender/main.ts', (port) => ({
          RECOMMENDER_PORT: String(port),
        }));
        const server = await start('server/main.ts', (port) => ({
          PORT: String(port),
          RECOMMENDER_URL: recommender.url,
        }));
        for (const path of ['/docs', '/openapi.json', '/api/auctions'])
          expect((await fetch(server.url + path)).status, path).toBe(200);
        expect(await health(`${server.url}/health/live`)).toBe(0);
        expect(await health(`${recommender.url}/health/live`)).toBe(0);
        for (const { process } of [server, recommender]) {
          await process.end('SIGTERM');
          expect(process.exitCode).toBe(0);
        }
        expect(await health(`${server.url}/health/live`)).toBe(1);
      } finally {
        for (const program of started) await program.stop();
        await database.drop();
      }
    });
  });
});
