/** The model in a file, so that a restart does not start empty. What is not whole, not ours or not of this version is as good as none. */
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Model, type ModelColumns, type ModelFacts, modelOf } from './model/model.ts';

/** Changes whenever columns do: an old snapshot is of no use to another version. */
const FORMAT = 'ready-auction recommender 1';
const HASH_BYTES = 32;
/** Columns begin at multiples of this, so that they can be read where they lie. */
const ALIGNED = 8;

const KINDS = { Uint8Array, Int32Array, Uint32Array, Float32Array, Float64Array } as const;
type KindName = keyof typeof KINDS;
type Column = ModelColumns[keyof ModelColumns];

type Header = {
  readonly format: string;
  /** Which house it is of. */
  readonly house: string;
  readonly facts: ModelFacts;
  readonly columns: readonly { readonly name: string; readonly kind: KindName; readonly length: number }[];
};

/**
 * Hash, length of the header, header, columns; whole and on disk before it takes the place of the one before. Blocks: it is for the thread
 * that learns.
 */
export function writeSnapshot(file: string, house: string, facts: ModelFacts, columns: ModelColumns): void {
  mkdirSync(dirname(file), { recursive: true });
  const parts = [...partsOf({ house, facts, columns })];
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  const unfinished = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const descriptor = openSync(unfinished, 'wx');
    try {
      for (const part of [hash.digest(), ...parts]) writeWhole(descriptor, part);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** Or why there is none. */
export async function readSnapshot(
  file: string,
  house: string,
): Promise<
  { readonly kind: 'model'; readonly model: Model } | { readonly kind: 'none'; readonly why: string }
> {
  const none = (why: string) => ({ kind: 'none', why }) as const;
  let buffer: Buffer;
  try {
    buffer = await readFile(file);
  } catch (error) {
    return none((error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is none' : String(error));
  }
  const body = buffer.subarray(HASH_BYTES);
  if (!createHash('sha256').update(body).digest().equals(buffer.subarray(0, HASH_BYTES)))
    return none('it is damaged');
  try {
    const headerBytes = body.readUInt32LE(0);
    const header = JSON.parse(body.toString('utf8', ALIGNED, ALIGNED + headerBytes)) as Header;
    if (header.format !== FORMAT) return none('it is of another version');
    if (header.house !== house) return none('it is of another database');
    const model = modelOf(header.facts, columnsIn(header, body, ALIGNED + headerBytes));
    return { kind: 'model', model };
  } catch {
    // It is what somebody wrote, and still nothing of ours.
    return none('it is damaged');
  }
}

function* partsOf({ house, facts, columns }: { house: string; facts: ModelFacts; columns: ModelColumns }) {
  const entries = Object.entries(columns) as [string, Column][];
  const header: Header = {
    format: FORMAT,
    house,
    facts,
    columns: entries.map(([name, column]) => ({
      name,
      kind: column.constructor.name as KindName,
      length: column.length,
    })),
  };
  const text = Buffer.from(JSON.stringify(header));
  const padded = Buffer.alloc(aligned(text.length), ' ');
  text.copy(padded);
  const length = Buffer.alloc(ALIGNED);
  length.writeUInt32LE(padded.length);
  yield length;
  yield padded;
  for (const [, column] of entries) {
    yield new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    yield new Uint8Array(aligned(column.byteLength) - column.byteLength);
  }
}

function columnsIn({ columns }: Header, body: Buffer, start: number): ModelColumns {
  let at = body.byteOffset + start;
  const read = columns.map(({ name, kind, length }) => {
    const Kind = KINDS[kind];
    const column = new Kind(body.buffer as ArrayBuffer, at, length);
    at += aligned(column.byteLength);
    return [name, column] as const;
  });
  return Object.fromEntries(read) as unknown as ModelColumns;
}

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNED) * ALIGNED;

function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
}
