import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentile } from '../percentile.ts';
import type { MethodName } from './bidding.ts';
import type { Cell } from './cell.ts';
import type { Waiting } from './methods/redis-waiting.ts';

export type Row = {
  readonly method: MethodName;
  readonly auctions: number;
  readonly accepted_per_s: number;
  readonly refused_per_s: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  /** Bids each bidder had waiting, and connections to PostgreSQL. */
  readonly outstanding: number;
  readonly connections: number;
};

export type Result = {
  readonly machine: string;
  /** What making 8 KiB durable takes on this disk: every bid of the alternatives waits for it, ours wait together. */
  readonly sync_us: number;
  /** How those waited who found an auction locked in Redis. */
  readonly lock: Waiting;
  readonly date: string;
  readonly rows: readonly Row[];
};

export function rowOf({ contender, auctions, connections, tally }: Cell): Row {
  const tenths = (value: number) => Math.round(value * 10) / 10;
  return {
    method: contender.method,
    auctions,
    accepted_per_s: Math.round(tally.accepted / tally.seconds),
    refused_per_s: Math.round(tally.refused / tally.seconds),
    p50_ms: tenths(percentile(tally.latenciesMs, 0.5)),
    p99_ms: tenths(percentile(tally.latenciesMs, 0.99)),
    outstanding: contender.outstanding,
    connections,
  };
}

/** The median of some hundred syncs, in the folder where the private PostgreSQL keeps its data. */
export function syncUs(): number {
  const folder = mkdtempSync(join(tmpdir(), 'ready-auction-sync-'));
  const file = openSync(join(folder, 'file'), 'w');
  const page = Buffer.alloc(8_192, 1);
  try {
    const took = Array.from({ length: 200 }, () => {
      const startedMs = performance.now();
      writeSync(file, page, 0, page.length, 0);
      fsyncSync(file);
      return (performance.now() - startedMs) * 1_000;
    });
    return Math.round(percentile(took, 0.5));
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
}
