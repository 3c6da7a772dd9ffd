import { percentile } from '../percentile.ts';
import type { Measured } from './measuring.ts';
import type { Options } from './options.ts';

export type Result = {
  readonly machine: string;
  readonly date: string;
  readonly sockets: number;
  readonly auctions: number;
  readonly bids_per_s: number;
  readonly seconds: number;
  readonly accepted_per_s: number;
  /** Due, and not made, because the one before had no answer yet. */
  readonly unmade_per_s: number;
  readonly ack_p50_ms: number;
  readonly ack_p99_ms: number;
  /** From the call of a bid until the last watcher of its auction had its patch. */
  readonly last_p50_ms: number;
  readonly last_p99_ms: number;
  readonly frames_per_s: number;
  /** Sockets that were closed by themselves. */
  readonly dropped_sockets: number;
  /** Patches that did not reach a watcher. */
  readonly missing_frames: number;
  readonly connected_per_s: number;
  /** Of the server: seconds of processor per second; null where the system does not tell, like the next. */
  readonly processors: number | null;
  readonly cpu_us_per_frame: number | null;
  /** Objects and buffers, garbage collected. */
  readonly held_mb: number;
  readonly kb_per_socket_connected: number;
  readonly kb_per_socket_idle: number;
  readonly kb_per_socket_bid_on: number;
};

export function resultOf(
  { bids, watched, connectingSeconds, processors, memory }: Measured,
  { sockets, auctions, rate, seconds }: Options,
  about: { readonly machine: string; readonly date: string },
): Result {
  const watchers = sockets / auctions;
  const lastMs: number[] = [];
  let [missing, frames] = [0, 0];
  for (const [index, place] of watched.places.entries()) {
    const asked = bids.askedMs[index] ?? [];
    frames += place.lastMs.length * watchers - place.missing;
    missing += place.missing + Math.max(0, asked.length - place.lastMs.length) * watchers;
    // Where there are as many patches as bids, each belongs to its bid.
    if (asked.length !== place.lastMs.length) continue;
    for (const [bid, askedMs] of asked.entries()) lastMs.push((place.lastMs[bid] ?? Number.NaN) - askedMs);
  }
  const perSocket = (bytes: number) => tenths((bytes - memory.beforeBytes) / sockets / 1_024);
  const framesPerSecond = frames / seconds;
  return {
    ...about,
    sockets,
    auctions,
    bids_per_s: rate,
    seconds,
    accepted_per_s: tenths(bids.latenciesMs.length / seconds),
    unmade_per_s: tenths(bids.unmade / seconds),
    ack_p50_ms: tenths(percentile(bids.latenciesMs, 0.5)),
    ack_p99_ms: tenths(percentile(bids.latenciesMs, 0.99)),
    last_p50_ms: tenths(percentile(lastMs, 0.5)),
    last_p99_ms: tenths(percentile(lastMs, 0.99)),
    frames_per_s: Math.round(framesPerSecond),
    dropped_sockets: watched.lost,
    missing_frames: missing,
    connected_per_s: Math.round(sockets / connectingSeconds),
    processors: processors === undefined ? null : Math.round(processors * 100) / 100,
    cpu_us_per_frame: processors === undefined ? null : tenths((processors * 1_000_000) / framesPerSecond),
    held_mb: Math.round(memory.idleBytes / 2 ** 20),
    kb_per_socket_connected: perSocket(memory.connectedBytes),
    kb_per_socket_idle: perSocket(memory.idleBytes),
    kb_per_socket_bid_on: perSocket(memory.bidOnBytes),
  };
}

const tenths = (value: number) => Math.round(value * 10) / 10;
