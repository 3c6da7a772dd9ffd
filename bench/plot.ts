/** The result as an SVG: bars on a logarithmic scale, one group for each number of auctions. No library: it is a page of arithmetic. */
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

const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

type Style = {
  readonly size?: number;
  readonly anchor?: string;
  readonly weight?: number;
  readonly fill?: string;
};

function label(x: number, y: number, text: string, style: Style = {}): string {
  const { size = 12, anchor = 'start', weight = 400, fill = '#44403c' } = style;
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${escaped(text)}</text>`;
}

export function plot({ machine, date, sync_us, rows }: Result): string {
  // Of the WebSockets, what everybody does: one bid at a time.
  const shown = rows.filter(({ method, outstanding }) => method !== 'websocket' || outstanding === 1);
  const counts = [...new Set(shown.map(({ auctions }) => auctions))];
  const most = Math.max(...shown.map((row) => row.accepted_per_s));
  const least = Math.max(1, Math.min(...shown.map((row) => row.accepted_per_s)));
  const [low, high] = [Math.floor(Math.log10(least) - 0.15), Math.log10(most) + 0.12];
  const height = HEIGHT - PLOT.top - PLOT.bottom;
  const y = (value: number) =>
    PLOT.top + height - (height * (Math.log10(Math.max(value, 10 ** low)) - low)) / (high - low);

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

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, 'DejaVu Sans', sans-serif">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
${label(PLOT.left, 36, 'Accepted bids per second: decided, paid for and on disk', { size: 20, weight: 700, fill: '#1c1917' })}
${label(PLOT.left, 60, '100 bidders; logarithmic scale; × is against the Redis lock', { size: 13 })}
${legend()}
${gridLines(low, high, y)}
${groups.join('\n')}
${label(PLOT.left, HEIGHT - 44, 'Four bids waiting per bidder, through WebSockets one. Every database was audited afterwards.')}
${label(PLOT.left, HEIGHT - 24, `${machine}; one sync of the disk ${sync_us} µs; ${date.slice(0, 10)}`, { fill: '#78716c' })}
</svg>
`;
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
  const rate =
    row.accepted_per_s >= 10_000
      ? `${(row.accepted_per_s / 1_000).toFixed(1)}k`
      : row.accepted_per_s.toLocaleString('en');
  return [
    `<rect x="${(middle - width / 2).toFixed(1)}" y="${top.toFixed(1)}" width="${width.toFixed(1)}" height="${(HEIGHT - PLOT.bottom - top).toFixed(1)}" rx="2" fill="${colour}"/>`,
    label(middle, top - 6, rate, { anchor: 'middle', weight: 600 }),
    label(middle, top + 15, factor === '×' ? '' : factor, {
      size: 11,
      anchor: 'middle',
      fill: '#fff',
      weight: 600,
    }),
  ].join('\n');
}

function gridLines(low: number, high: number, y: (value: number) => number): string {
  const lines: string[] = [];
  for (let power = low; power <= high; power++) {
    for (const digit of [1, 2, 5]) {
      const value = digit * 10 ** power;
      if (Math.log10(value) > high) continue;
      const at = y(value).toFixed(1);
      const colour = digit === 1 ? '#a8a29e' : '#e7e5e4';
      lines.push(
        `<line x1="${PLOT.left}" x2="${WIDTH - PLOT.right}" y1="${at}" y2="${at}" stroke="${colour}"/>`,
      );
      lines.push(label(PLOT.left - 8, y(value) + 4, value.toLocaleString('en'), { size: 11, anchor: 'end' }));
    }
  }
  return lines.join('\n');
}
