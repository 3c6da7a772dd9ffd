/** The result as an SVG: bars on a logarithmic scale, one group for each number of auctions. */
import { gridLines, label, logScale, picture, rectangle, short } from '../svg.ts';
import type { MethodName } from './bidding.ts';
import type { Result, Row } from './result.ts';
import { ratio } from './table.ts';

const WIDTH = 960;
const HEIGHT = 560;
const PLOT = { left: 84, right: 24, top: 118, bottom: 96 };

const SERIES: readonly { readonly method: MethodName; readonly says: string; readonly colour: string }[] = [
  { method: 'settler', says: 'settler (ours)', colour: '#0f766e' },
  { method: 'websocket', says: 'ours through WebSockets', colour: '#5eb8ad' },
  { method: 'redis-lock', says: 'Redis lock per bid', colour: '#c2410c' },
  { method: 'row-lock', says: 'select … for update', colour: '#d9973b' },
  { method: 'optimistic', says: 'optimistic, retry', colour: '#9a8f86' },
];

export function plot({ machine, date, sync_us, rows }: Result): string {
  // Of the WebSockets, what everybody does: one bid at a time.
  const shown = rows.filter(({ method, outstanding }) => method !== 'websocket' || outstanding === 1);
  const counts = [...new Set(shown.map(({ auctions }) => auctions))];
  const frame = { left: PLOT.left, right: WIDTH - PLOT.right, top: PLOT.top, bottom: HEIGHT - PLOT.bottom };
  const scale = logScale(
    shown.map((row) => row.accepted_per_s),
    frame,
  );
  const { y } = scale;

  const groupWidth = (WIDTH - PLOT.left - PLOT.right) / counts.length;
  const groups = counts.map((auctions, index) => {
    const bars = SERIES.flatMap(({ method, colour }) => {
      const row = shown.find((each) => each.method === method && each.auctions === auctions);
      return row === undefined ? [] : [{ row, colour }];
    });
    const step = (groupWidth * 0.84) / SERIES.length;
    const left = PLOT.left + groupWidth * index + (groupWidth - step * bars.length) / 2;
    const middle = PLOT.left + groupWidth * (index + 0.5);
    return [
      ...bars.map(({ row, colour }, number) => bar(row, colour, left + number * step, step, y, shown)),
      label(middle, HEIGHT - PLOT.bottom + 24, auctions === 1 ? '1 hot auction' : `${auctions} auctions`, {
        size: 14,
        anchor: 'middle',
        weight: 600,
      }),
    ].join('\n');
  });

  return picture(WIDTH, HEIGHT, [
    label(PLOT.left, 36, 'Accepted bids per second: decided, paid for and on disk', {
      size: 20,
      weight: 700,
      fill: '#1c1917',
    }),
    label(PLOT.left, 60, '100 bidders; logarithmic scale; × is against the Redis lock', { size: 13 }),
    legend(),
    ...gridLines(scale, frame),
    ...groups,
    label(
      PLOT.left,
      HEIGHT - 44,
      'Four bids waiting per bidder, through WebSockets one. Every database was audited afterwards.',
    ),
    label(PLOT.left, HEIGHT - 24, `${machine}; one sync of the disk ${sync_us} µs; ${date.slice(0, 10)}`, {
      fill: '#78716c',
    }),
  ]);
}

function legend(): string {
  let x = PLOT.left;
  return SERIES.map(({ says, colour }) => {
    const entry = `<rect x="${x}" y="78" width="12" height="12" rx="2" fill="${colour}"/>${label(x + 18, 88.5, says)}`;
    x += 34 + says.length * 6.9;
    return entry;
  }).join('\n');
}

function bar(
  row: Row,
  colour: string,
  left: number,
  step: number,
  y: (value: number) => number,
  rows: readonly Row[],
) {
  const width = step * 0.8;
  const top = y(row.accepted_per_s);
  const middle = left + step / 2;
  const factor = row.method === 'redis-lock' ? '' : `${ratio(row, rows)}×`;
  return [
    rectangle(middle - width / 2, top, width, HEIGHT - PLOT.bottom - top, colour),
    label(middle, top - 6, short(row.accepted_per_s), { anchor: 'middle', weight: 600 }),
    label(middle, top + 15, factor === '×' ? '' : factor, {
      size: 11,
      anchor: 'middle',
      fill: '#fff',
      weight: 600,
    }),
  ].join('\n');
}
