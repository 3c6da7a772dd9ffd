/** The result as an SVG: what a price change costs each way, and when its last watcher has it. */
import { label, picture, rectangle } from '../svg.ts';
import type { Result, Row } from './result.ts';

const WIDTH = 960;
const HEIGHT = 420;
const FRAME = { left: 40, right: WIDTH - 24, top: 110, bottom: HEIGHT - 96 };

export function plot({ machine, date, watchers, rows }: Result): string {
  const watched = rows.filter((row) => row.watchers > 0);
  const most = Math.max(...watched.map((row) => row.fanout_cpu_ms_per_change ?? 0), Number.MIN_VALUE);
  const step = (FRAME.right - FRAME.left) / Math.max(1, watched.length);
  return picture(WIDTH, HEIGHT, [
    label(FRAME.left, 36, 'Processor time to tell everybody a price', {
      size: 20,
      weight: 700,
      fill: '#1c1917',
    }),
    label(
      FRAME.left,
      60,
      `One auction, ${watchers.toLocaleString('en')} watchers; milliseconds of the server for each change`,
      { size: 13 },
    ),
    ...watched.map((row, index) => bar(row, FRAME.left + step * (index + 0.5), step * 0.5, most)),
    label(FRAME.left, HEIGHT - 20, `${machine}; ${date.slice(0, 10)}`, { fill: '#78716c' }),
  ]);
}

function bar(row: Row, middle: number, width: number, most: number): string {
  const cost = row.fanout_cpu_ms_per_change ?? 0;
  const height = ((FRAME.bottom - FRAME.top) * Math.max(0, cost)) / most;
  const under = [
    row.way,
    `${row.cpu_ratio?.toFixed(2) ?? '?'} × raw sockets`,
    `the last has it after ${row.last_p50_ms?.toFixed(0) ?? '?'} ms, at p99 ${row.last_p99_ms?.toFixed(0) ?? '?'} ms`,
  ];
  return [
    rectangle(
      middle - width / 2,
      FRAME.bottom - height,
      width,
      height,
      row.way === 'ours' ? '#0f766e' : '#a8a29e',
    ),
    label(middle, FRAME.bottom - height - 8, `${cost.toFixed(1)} ms`, { anchor: 'middle', weight: 600 }),
    ...under.map((line, number) =>
      label(middle, FRAME.bottom + 20 + 16 * number, line, {
        anchor: 'middle',
        weight: number === 0 ? 600 : 400,
      }),
    ),
  ].join('\n');
}
