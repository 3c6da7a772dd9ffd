/** The quality as an SVG: a bar for each method. */
import { label, picture, rectangle } from '../svg.ts';
import type { Quality, QualityRow } from './quality/quality.ts';
import type { MethodName } from './quality/trial.ts';
import type { Result } from './result.ts';

const WIDTH = 960;
const HEIGHT = 480;
const FRAME = { left: 72, right: WIDTH - 24, top: 118, bottom: HEIGHT - 108 };
const GRID_LINES = 5;

const COLOURS = { ours: '#0f766e', parts: '#5eb5ab', others: '#9a8f86', reference: '#c2410c' };

const LEGEND = [
  { says: 'the recommender', colour: COLOURS.ours },
  { says: 'the same, told less', colour: COLOURS.parts },
  { says: 'popularity, chance', colour: COLOURS.others },
  { says: 'the reference’s way', colour: COLOURS.reference },
];

/** Not the oracle: it would make all others small. */
const BARS: readonly (readonly [MethodName, string, readonly string[]])[] = [
  ['ours', COLOURS.ours, ['the recommender']],
  ['ours-without-titles', COLOURS.parts, ['without', 'titles']],
  ['ours-without-group', COLOURS.parts, ['without age', 'and gender']],
  ['ours-without-history', COLOURS.parts, ['without', 'history']],
  ['popularity', COLOURS.others, ['most bid on', 'lately']],
  ['random', COLOURS.others, ['by chance']],
  ['reference', COLOURS.reference, ['the reference', '(shows three)']],
  ['reference-10', COLOURS.reference, ['the reference,', 'shown ten']],
];

export function plot({ machine, date }: Result, quality: Quality): string {
  const { seeds, people, asked, open } = quality;
  const rows = BARS.map(([method]) => quality.rows.find((row) => row.method === method));
  const high = Math.max(...rows.map((row) => (row ? row.recall.all.mean + row.recall.all.spread : 0))) * 1.1;
  const y = (value: number) => FRAME.bottom - ((FRAME.bottom - FRAME.top) * value) / high;
  const step = (FRAME.right - FRAME.left) / BARS.length;
  const size = `${seeds} made-up houses of ${people.toLocaleString('en')} people`;
  return picture(WIDTH, HEIGHT, [
    label(FRAME.left, 36, 'Recall at ten: how much of what people bid on next they had been shown', {
      size: 20,
      weight: 700,
      fill: '#1c1917',
    }),
    label(
      FRAME.left,
      60,
      `Synthetic: ${size}; ${asked.all.toLocaleString('en')} asked in each, of ${open.toLocaleString('en')} open items; lines show the deviation between houses`,
      { size: 13 },
    ),
    legend(),
    ...grid(high, y),
    ...BARS.map(([, colour, says], index) =>
      bar(rows[index], colour, says, FRAME.left + step * index, step, y),
    ),
    label(FRAME.left, HEIGHT - 20, `${machine}; ${date.slice(0, 10)}`, { fill: '#78716c' }),
  ]);
}

function legend(): string {
  let x = FRAME.left;
  return LEGEND.map(({ says, colour }) => {
    const entry = `${rectangle(x, 78, 12, 12, colour)}${label(x + 18, 88.5, says)}`;
    x += 34 + says.length * 7;
    return entry;
  }).join('\n');
}

function grid(high: number, y: (value: number) => number): string[] {
  return Array.from({ length: GRID_LINES + 1 }, (_, line) => {
    const value = (high * line) / GRID_LINES;
    const at = y(value).toFixed(1);
    return `<line x1="${FRAME.left}" x2="${FRAME.right}" y1="${at}" y2="${at}" stroke="#e7e5e4"/>${label(FRAME.left - 8, y(value) + 4, value.toFixed(3), { size: 11, anchor: 'end' })}`;
  });
}

function bar(
  row: QualityRow | undefined,
  colour: string,
  says: readonly string[],
  left: number,
  step: number,
  y: (value: number) => number,
): string {
  if (row === undefined) return '';
  const { mean, spread } = row.recall.all;
  const middle = left + step / 2;
  const width = step * 0.7;
  return [
    rectangle(middle - width / 2, y(mean), width, FRAME.bottom - y(mean), colour),
    `<line x1="${middle}" x2="${middle}" y1="${y(mean + spread).toFixed(1)}" y2="${y(Math.max(0, mean - spread)).toFixed(1)}" stroke="#1c1917" stroke-width="1.5"/>`,
    label(middle, y(mean + spread) - 6, mean.toFixed(3), { anchor: 'middle', weight: 600 }),
    ...says.map((line, number) =>
      label(middle, FRAME.bottom + 20 + 15 * number, line, { size: 11, anchor: 'middle', weight: 600 }),
    ),
  ].join('\n');
}
