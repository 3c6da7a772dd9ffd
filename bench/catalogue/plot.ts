/** The result as an SVG: a bar for each query on a logarithmic scale. */
import { gridLines, label, logScale, picture, rectangle, short } from '../svg.ts';
import { CATALOGUE_QUERIES, FLOORS, type QueryName } from './queries.ts';
import { type Result, type Row, times } from './result.ts';

const WIDTH = 960;
const HEIGHT = 560;
const FRAME = { left: 84, right: WIDTH - 24, top: 118, bottom: HEIGHT - 116 };

const COLOURS = { ours: '#0f766e', floor: '#9a8f86', reference: '#c2410c' };

const LEGEND = [
  { says: 'the catalogue', colour: COLOURS.ours },
  { says: 'the same server with select 1, and with no database', colour: COLOURS.floor },
  { says: 'the reference’s way: offsets, images row by row', colour: COLOURS.reference },
];

function colourOf(query: QueryName): string {
  if (CATALOGUE_QUERIES.some((each) => each === query)) return COLOURS.ours;
  return FLOORS.some((each) => each === query) ? COLOURS.floor : COLOURS.reference;
}

/** Under its bar, in lines short enough for it. */
const NAMES: Readonly<Record<QueryName, readonly string[]>> = {
  newest: ['newest'],
  ending: ['ending'],
  price: ['price'],
  likes: ['likes'],
  'category-newest': ['newest in', 'category'],
  'keyword-rare': ['rare', 'word'],
  'keyword-common': ['common', 'word'],
  'keyword-ko2': ['Korean,', '2 letters'],
  mix: ['mix'],
  'select-1': ['select 1'],
  'no-db': ['no', 'database'],
  'reference-newest': ['their', 'newest'],
  'reference-newest-no-count': ['…without', 'count'],
};

export function plot({ machine, date, auctions, connections, rows }: Result): string {
  const scale = logScale(
    rows.map((row) => row.requests_per_s),
    FRAME,
    // Two lines are written in each bar.
    0.35,
  );
  const step = (FRAME.right - FRAME.left) / rows.length;
  return picture(WIDTH, HEIGHT, [
    label(FRAME.left, 36, `Requests per second among ${auctions.toLocaleString('en')} auctions`, {
      size: 20,
      weight: 700,
      fill: '#1c1917',
    }),
    label(
      FRAME.left,
      60,
      `${connections} connections, one server process; logarithmic scale; × is against select 1, ms is the 99th percentile`,
      { size: 13 },
    ),
    legend(),
    ...gridLines(scale, FRAME),
    ...rows.map((row, index) => bar(row, FRAME.left + step * index, step, scale.y, rows)),
    label(FRAME.left, HEIGHT - 24, `${machine}; ${date.slice(0, 10)}`, { fill: '#78716c' }),
  ]);
}

function legend(): string {
  let x = FRAME.left;
  return LEGEND.map(({ says, colour }) => {
    const entry = `${rectangle(x, 78, 12, 12, colour)}${label(x + 18, 88.5, says)}`;
    x += 34 + says.length * 6.2;
    return entry;
  }).join('\n');
}

function bar(
  row: Row,
  left: number,
  step: number,
  y: (value: number) => number,
  rows: readonly Row[],
): string {
  const width = step * 0.8;
  const top = y(row.requests_per_s);
  const middle = left + step / 2;
  const factor = row.query === 'select-1' ? undefined : times(row, 'select-1', rows);
  const written = { size: 11, anchor: 'middle', fill: '#fff', weight: 600 };
  return [
    rectangle(middle - width / 2, top, width, FRAME.bottom - top, colourOf(row.query)),
    label(middle, top - 6, short(row.requests_per_s), { anchor: 'middle', weight: 600 }),
    label(middle, FRAME.bottom - 8, `${Math.round(row.p99_ms).toLocaleString('en')} ms`, written),
    factor === undefined ? '' : label(middle, top + 15, `${factor.toPrecision(2)}×`, written),
    ...NAMES[row.query].map((line, number) =>
      label(middle, FRAME.bottom + 20 + 15 * number, line, { size: 11, anchor: 'middle', weight: 600 }),
    ),
  ].join('\n');
}
