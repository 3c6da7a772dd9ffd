import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Model } from '../../recommender/model/model.ts';
import { readSnapshot, writeSnapshot } from '../../recommender/snapshot.ts';
import { learned, shownTo, type ToldItem } from './told.ts';

const ITEMS: ToldItem[] = [
  { name: 'camera', title: 'Eine Kamera', category: 'electronics', over: true },
  { name: 'lens', title: 'ÿ 렌즈', category: 'electronics' },
  { name: 'lamp', category: 'furniture' },
];
const NAMES = ITEMS.map(({ name }) => name);

let folder: string;
let file: string;
let model: Model;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ready-auction-snapshot-'));
  file = join(folder, 'deeper', 'recommender.snapshot');
  model = learned(
    ITEMS,
    ['ann', 'bob', 'cem'].flatMap((person) =>
      ['camera', 'lens', 'lamp']
        .filter((item) => person !== 'ann' || item === 'camera')
        .map((item) => ({ person, item, deed: 'bid' as const })),
    ),
  );
  writeSnapshot(file, 'our house', model.facts, model.columns);
});

afterEach(() => rmSync(folder, { recursive: true }));

const problem = async (house = 'our house') => {
  const read = await readSnapshot(file, house);
  return read.kind === 'none' ? read.why : 'it was read';
};

test('a model that was written and read answers as before', async () => {
  const read = await readSnapshot(file, 'our house');
  if (read.kind === 'none') throw new Error(read.why);
  expect(read.model.facts).toEqual(model.facts);
  expect(read.model.columns).toEqual(model.columns);
  const before = shownTo(model, { person: 'ann' }, NAMES);
  expect(before).not.toEqual([]);
  expect(shownTo(read.model, { person: 'ann' }, NAMES)).toEqual(before);
});

test('writing again leaves the new one and nothing else', async () => {
  const newer = learned([{ name: 'only one' }], [{ person: 'ann', item: 'only one', deed: 'bid' }]);
  writeSnapshot(file, 'our house', newer.facts, newer.columns);
  const read = await readSnapshot(file, 'our house');
  expect(read.kind === 'model' && read.model.facts).toEqual(newer.facts);
  expect(readdirSync(join(folder, 'deeper'))).toEqual(['recommender.snapshot']);
});

test('none is there: that is said', async () => {
  rmSync(file);
  expect(await problem()).toBe('there is none');
});

test('one of another database is not read', async () => {
  expect(await problem('another house')).toBe('it is of another database');
});

test('one with any byte changed, cut short, emptied or grown is not read', async () => {
  const whole = readFileSync(file);
  const step = Math.max(1, Math.floor(whole.length / 61));
  for (let at = 0; at < whole.length; at += step) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(file, changed);
    expect(await problem(), `byte ${at}`).toBe('it is damaged');
  }
  for (const length of [0, 1, 31, 32, 39, whole.length - 1]) {
    writeFileSync(file, whole.subarray(0, length));
    expect(await problem(), `${length} bytes`).toBe('it is damaged');
  }
  writeFileSync(file, Buffer.concat([whole, Buffer.alloc(1)]));
  expect(await problem()).toBe('it is damaged');
});

test('one that is whole but makes no sense is not read either', async () => {
  const sealed = (body: Buffer) => Buffer.concat([createHash('sha256').update(body).digest(), body]);
  const headed = (header: string) => {
    const length = Buffer.alloc(8);
    length.writeUInt32LE(header.length);
    return sealed(Buffer.concat([length, Buffer.from(header)]));
  };
  writeFileSync(file, sealed(Buffer.alloc(0)));
  expect(await problem()).toBe('it is damaged');
  writeFileSync(file, sealed(Buffer.alloc(8, 0xff)));
  expect(await problem()).toBe('it is damaged');
  writeFileSync(file, headed('{"format":"ready-auction recommender 0"}'));
  expect(await problem()).toBe('it is of another version');
  const columns = [{ name: 'words', kind: 'Float64Array', length: 1e9 }];
  writeFileSync(
    file,
    headed(JSON.stringify({ format: 'ready-auction recommender 1', house: 'our house', columns })),
  );
  expect(await problem()).toBe('it is damaged');
});
