/** The table "who may import whom" of ARCHITECTURE.md, and proof that its rules bite. */
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const folders = [
  'auction',
  'persistence',
  'rooms',
  'recommender',
  'server',
  'client-sdk',
  'web',
  'replay',
  'seed',
  'bench',
  'chaos',
  'deploy',
  'local-services',
  'test',
];

/** Imports that must be refused: the file, what it says, and a rule that must notice. */
const violations: [file: string, source: string, rule: string][] = [
  ['auction/reads-a-file.ts', "import 'node:fs';", 'auction-is-pure'],
  ['auction/uses-a-package.ts', "import type { Kysely } from 'kysely';", 'auction-is-pure'],
  ['auction/knows-rooms.ts', "import type {} from '../rooms/room.ts';", 'auction-knows-only-its-neighbours'],
  ['recommender/knows-rooms.ts', "import '../rooms/room.ts';", 'recommender-knows-only-its-neighbours'],
  ['recommender/uses-kysely.ts', "import 'kysely';", 'databases-only-in-persistence'],
  ['recommender/model/reads-a-file.ts', "import 'node:fs';", 'the-model-is-pure'],
  ['recommender/model/knows-the-database.ts', "import '../../persistence/sql.ts';", 'the-model-is-pure'],
  ['rooms/knows-persistence.ts', "import '../persistence/sql.ts';", 'rooms-knows-only-its-neighbours'],
  [
    'rooms/loads-server.ts',
    "export const s = import('../server/main.ts');",
    'rooms-knows-only-its-neighbours',
  ],
  ['rooms/uses-redis.ts', "import 'ioredis';", 'databases-only-in-persistence'],
  ['server/uses-kysely.ts', "export type { Kysely } from 'kysely';", 'databases-only-in-persistence'],
  ['server/uses-pg.ts', "import 'pg';", 'databases-only-in-persistence'],
  ['server/uses-pglite.ts', "import '@electric-sql/pglite';", 'databases-only-in-persistence'],
  [
    'server/uses-a-bucket.ts',
    "export const s3 = import('@aws-sdk/client-s3');",
    'buckets-only-in-persistence',
  ],
  ['server/decodes-images.ts', "import 'sharp';", 'images-are-made-in-one-place'],
  ['persistence/decodes-images.ts', "import 'sharp';", 'images-are-made-in-one-place'],
  ['server/writes-mail.ts', "import 'nodemailer';", 'notices-are-sent-in-one-place'],
  ['rooms/pushes.ts', "import 'web-push';", 'notices-are-sent-in-one-place'],
  ['server/encodes-state.ts', "import '@colyseus/schema';", 'colyseus-schema-on-both-ends'],
  ['server/knows-the-sdk.ts', "import '../client-sdk/index.ts';", 'server-knows-only-its-neighbours'],
  ['persistence/knows-rooms.ts', "import '../rooms/room.ts';", 'persistence-knows-only-its-neighbours'],
  ['persistence/uses-colyseus.ts', "import '@colyseus/redis-driver';", 'colyseus-only-in-rooms'],
  ['client-sdk/uses-node.ts', "import 'node:net';", 'client-sdk-runs-anywhere'],
  ['client-sdk/uses-core.ts', "import '@colyseus/core';", 'client-sdk-runs-anywhere'],
  ['replay/uses-colyseus.ts', "import '@colyseus/sdk';", 'colyseus-client-only-in-the-sdk'],
  ['seed/knows-server.ts', "import '../server/main.ts';", 'seed-knows-only-its-neighbours'],
  ['seed/decodes-images.ts', "import 'sharp';", 'images-are-made-in-one-place'],
  ['seed/copies.ts', "import 'pg-copy-streams';", 'databases-only-in-persistence'],
  ['bench/knows-server.ts', "import '../server/main.ts';", 'bench-knows-only-its-neighbours'],
  ['bench/uses-kysely.ts', "import 'kysely';", 'benches-drive-the-database-raw'],
  ['chaos/knows-persistence.ts', "import '../persistence/sql.ts';", 'chaos-knows-only-its-neighbours'],
  ['chaos/uses-kysely.ts', "import 'kysely';", 'chaos-reads-the-database-raw'],
  ['chaos/decides.ts', "import '../auction/rules.ts';", 'chaos-does-not-decide-by-the-rules'],
  ['deploy/knows-server.ts', "import '../server/main.ts';", 'deploy-knows-only-its-neighbours'],
  ['local-services/uses-redis.ts', "import 'ioredis';", 'local-services-need-little'],
  ['server/knows-tests.ts', "import '../test/a.test.ts';", 'server-knows-only-its-neighbours'],
  ['rooms/one.ts', "import './two.ts';", 'no-cycle'],
  ['rooms/has-a-typo.ts', "import './nothing.ts';", 'everything-resolves'],
];

/** Imports that the table allows, and that the violations above point to. */
const allowed: [file: string, source: string][] = [
  ['auction/rules.ts', 'export {};'],
  // The other half of the cycle above, which is reported once.
  ['rooms/two.ts', "import './one.ts';"],
  ['rooms/room.ts', "import '@colyseus/core'; import '@colyseus/schema'; import '../auction/rules.ts';"],
  ['recommender/model/model.ts', "import '../../auction/rules.ts';"],
  ['recommender/main.ts', "import './model/model.ts'; import '../persistence/sql.ts';"],
  ['persistence/sql.ts', "import 'kysely'; import 'pg'; import 'ioredis'; import '../auction/rules.ts';"],
  ['persistence/bucket.ts', "export const s3 = import('@aws-sdk/client-s3');"],
  ['server/images/sizing.ts', "import 'sharp'; import '../../persistence/sql.ts';"],
  ['server/notices/mail.ts', "import 'nodemailer'; import 'web-push';"],
  ['seed/pictures.ts', "import 'sharp'; import '../persistence/sql.ts';"],
  [
    'server/main.ts',
    "import '@colyseus/monitor'; import '../rooms/room.ts'; import '../persistence/sql.ts';",
  ],
  ['client-sdk/index.ts', "import '@colyseus/sdk'; import '@colyseus/schema'; import '../auction/rules.ts';"],
  ['replay/main.ts', "import 'node:fs'; import '../client-sdk/index.ts'; import '../local-services/up.ts';"],
  [
    'bench/bids.ts',
    "import 'pg'; import 'ioredis'; import '../client-sdk/index.ts'; import '../rooms/room.ts'; import '../persistence/sql.ts'; import '../seed/vocabulary.ts';",
  ],
  [
    'chaos/main.ts',
    "import 'pg'; import '../client-sdk/index.ts'; import '../auction/protocol.ts'; import '../local-services/up.ts';",
  ],
  ['auction/protocol.ts', 'export {};'],
  ['seed/vocabulary.ts', "import '../persistence/sql.ts'; import '../auction/rules.ts';"],
  ['deploy/cluster/main.ts', "import '../../local-services/up.ts';"],
  ['local-services/up.ts', "import 'node:net'; import 'pg';"],
  ['test/a.test.ts', "import '../server/main.ts'; import 'kysely'; import 'vitest';"],
];

const specimen = mkdtempSync(join(tmpdir(), 'ready-auction-architecture-'));

beforeAll(() => {
  for (const [file, source] of [...violations, ...allowed]) {
    mkdirSync(dirname(join(specimen, file)), { recursive: true });
    writeFileSync(join(specimen, file), source);
  }
  symlinkSync(join(root, 'node_modules'), join(specimen, 'node_modules'));
});

afterAll(() => rmSync(specimen, { recursive: true }));

async function importsOf(baseDir: string): Promise<ICruiseResult> {
  const options = await extractDepcruiseOptions(join(root, '.dependency-cruiser.cjs'));
  const present = folders.filter((folder) => existsSync(join(baseDir, folder)));
  const { output } = await cruise(present, { ...options, baseDir, validate: true, outputType: undefined });
  return output as ICruiseResult;
}

test('no file imports what its folder may not know', async () => {
  const { summary, modules } = await importsOf(root);
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} imports ${to}`)).toEqual([]);
  // A parser that skips TypeScript would find nothing to complain about.
  const harness = modules.find(({ source }) => source === 'local-services/postgres.ts');
  expect(harness?.dependencies.map(({ module }) => module)).toContain('./free-port.ts');
});

test('every forbidden import is noticed, and no allowed one', async () => {
  const { summary } = await importsOf(specimen);
  const noticed = summary.violations.map(({ rule, from }) => `${from} ${rule.name}`);
  expect(noticed).toEqual(expect.arrayContaining(violations.map(([file, , rule]) => `${file} ${rule}`)));
  const allowedFiles = new Set(allowed.map(([file]) => file));
  expect(summary.violations.filter(({ from }) => allowedFiles.has(from))).toEqual([]);
});

test('every folder with sources is in the table', () => {
  const sources = globSync('*/**/*.ts', {
    cwd: root,
    exclude: ['node_modules', '**/node_modules', '**/dist'],
  });
  const unknown = new Set(
    sources.map((file) => file.split(sep)[0] ?? '').filter((f) => !folders.includes(f)),
  );
  expect([...unknown]).toEqual([]);
});

test('only the two configurations read the environment, and the seed asks it where the database is', () => {
  const product = folders.filter((folder) => !['bench', 'chaos', 'local-services', 'test'].includes(folder));
  const readers = product
    .flatMap((folder) =>
      globSync(`${folder}/**/*.ts`, { cwd: root, exclude: ['**/node_modules', '**/dist'] }),
    )
    .filter((file) =>
      /process\s*\.\s*env\b|\benv\b[^;]*from 'node:process'/.test(readFileSync(join(root, file), 'utf8')),
    );
  const may = [join('server', 'config.ts'), join('recommender', 'config.ts'), join('seed', 'main.ts')];
  expect(readers.filter((file) => !may.includes(file))).toEqual([]);
});
