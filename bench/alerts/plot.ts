/** The result as an SVG: what bidders wait for their acknowledgement, each way without subscribers and with. */
import { gridLines, label, logScale, picture, rectangle } from '../svg.ts';
import type { Result, Row } from './result.ts';

const WIDTH = 960;
const HEIGHT = 520;
const FRAME = { left: 84, right: WIDTH - 24, top: 92, bottom: HEIGHT - 110 };
const COLOURS = { ours: '#0f766e', reference: '#c2410c' };
const NAMES = { ours: 'ours', reference: 'written inside the bid' };

export function plot({ machine, date, bids_per_s, rows }: Result): string {
  const scale = logScale(
    rows.flatMap((row) => [row.ack_p50_ms, row.ack_p99_ms]),
    FRAME,
    0.35,
  );
  const step = (FRAME.right - FRAME.left) / Math.max(1, rows.length);
  return picture(WIDTH, HEIGHT, [
    label(FRAME.left, 36, 'Milliseconds until a bid is acknowledged', {
      size: 20,
      weight: 700,
      fill: '#1c1917',
    }),
    label(
      FRAME.left,
      60,
      `One auction, ${bids_per_s} bids made per second; half of them wait no longer than the first bar, 99 % than the second; logarithmic scale`,
      { size: 13 },
    ),
    ...gridLines(scale, FRAME),
    ...rows.map((row, index) => pair(row, FRAME.left + step * index, step, scale.y)),
    label(FRAME.left, HEIGHT - 24, `${machine}; ${date.slice(0, 10)}`, { fill: '#78716c' }),
  ]);
}

function pair(row: Row, left: number, step: number, y: (value: number) => number): string {
  const width = step * 0.3;
  const middle = left + step / 2;
  const bar = (value: number, from: number, fill: string) =>
    [
      rectangle(from, y(value), width, FRAME.bottom - y(value), fill),
      label(from + width / 2, y(value) - 6, value.toFixed(1), { anchor: 'middle', weight: 600 }),
    ].join('\n');
  const told = row.told_p99_ms === null ? '' : `all know within ${Math.round(row.told_p99_ms)} ms`;
  return [
    bar(row.ack_p50_ms, middle - width - 3, '#a8a29e'),
    bar(row.ack_p99_ms, middle + 3, COLOURS[row.way]),
    ...[
      NAMES[row.way],
      row.subscribers === 0 ? 'nobody subscribes' : `${row.subscribers.toLocaleString('en')} subscribers`,
      `${Math.round(row.accepted_per_s)} accepted/s`,
      told,
    ].map((line, number) =>
      label(middle, FRAME.bottom + 20 + 16 * number, line, {
        anchor: 'middle',
        weight: number === 0 ? 600 : 400,
      }),
    ),
  ].join('\n');
}
