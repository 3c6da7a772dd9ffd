import { columns } from '../columns.ts';
import type { Result } from './result.ts';

/** The result for people. */
export function table(result: Result): string {
  const number = (value: number | null) => value?.toLocaleString('en') ?? 'unknown here';
  const lines: [string, string][] = [
    ['sockets dropped', number(result.dropped_sockets)],
    ['patches that did not reach a watcher', number(result.missing_frames)],
    ['accepted bids per second', number(result.accepted_per_s)],
    ['not made because the one before was not answered, per second', number(result.unmade_per_s)],
    ['acknowledged after, p50 ms', number(result.ack_p50_ms)],
    ['acknowledged after, p99 ms', number(result.ack_p99_ms)],
    ['the last watcher has it after, p50 ms', number(result.last_p50_ms)],
    ['the last watcher has it after, p99 ms', number(result.last_p99_ms)],
    ['patches delivered per second', number(result.frames_per_s)],
    ['processors of the server', number(result.processors)],
    ['the whole of that for each patch delivered, µs', number(result.cpu_us_per_frame)],
    ['objects and buffers in memory, MiB', number(result.held_mb)],
    ['memory per socket once connected, KiB', number(result.kb_per_socket_connected)],
    ['memory per socket after some idle seconds, KiB', number(result.kb_per_socket_idle)],
    ['memory per socket after the bids, KiB', number(result.kb_per_socket_bid_on)],
    ['sockets connected per second', number(result.connected_per_s)],
  ];
  return [
    `${number(result.sockets)} watchers of ${number(result.auctions)} auctions in one process, ${number(result.bids_per_s)} bids made per second for ${result.seconds} s.`,
    `${result.machine}, ${result.date.slice(0, 10)}.`,
    '',
    ...columns(lines, 0),
  ].join('\n');
}
