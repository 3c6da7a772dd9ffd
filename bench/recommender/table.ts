import { columns } from '../columns.ts';
import type { Figure, Quality, QualityRow } from './quality/quality.ts';
import type { MethodName } from './quality/trial.ts';
import type { Result } from './result.ts';
import type { Answers, Speed } from './speed/speed.ts';

const SAYS: Readonly<Record<MethodName, string>> = {
  ours: 'the recommender',
  popularity: 'the ten most bid on lately',
  reference: 'the reference: 3 by chance of 2 categories',
  'reference-10': '… if it showed ten',
  random: 'ten by chance',
  'ours-without-history': 'the recommender, asked for a stranger of the same age and gender',
  'ours-without-group': '… told nobody’s age and gender',
  'ours-without-titles': '… told no titles',
  oracle: 'knowing everybody’s hidden tastes and every item’s appeal',
};

const HEAD = ['', 'recall@10', 'NDCG@10', 'known people', 'strangers', '× reference', '× popularity'];

/** The result for people. */
export function table({ machine, date, quality, speed }: Result): string {
  return [
    ...(quality === undefined ? [] : qualityLines(quality.tastes, quality.none)),
    ...(speed === undefined ? [] : speedLines(speed)),
    `${machine}, ${date.slice(0, 10)}.`,
  ].join('\n');
}

function qualityLines(tastes: Quality, none: Quality): string[] {
  const { seeds, people, items, learnedFrom, asked, open, wantedPerPerson } = tastes;
  return [
    `SYNTHETIC: ${seeds} made-up houses with planted tastes, each of ${number(people)} people and ${number(items)} auctions. Learned from ${number(learnedFrom)} bids and likes;`,
    `then asked for ${number(asked.all)} people (${number(asked.unknown)} of them strangers) who bid on something of ${number(open)} open items in the next 7 days, ${wantedPerPerson.toFixed(1)} each. Mean ± deviation over the houses.`,
    '',
    ...columns([HEAD, ...tastes.rows.map((row) => cells(row, tastes.rows))], 0),
    '',
    'The same without planted tastes: nothing personal to be learned, only what is popular.',
    '',
    ...columns([HEAD, ...none.rows.map((row) => cells(row, none.rows))], 0),
    '',
  ];
}

const cells = ({ method, recall, ndcg }: QualityRow, rows: readonly QualityRow[]): string[] => [
  SAYS[method],
  figure(recall.all),
  figure(ndcg.all),
  recall.known.mean.toFixed(3),
  recall.unknown.mean.toFixed(3),
  times(recall.all, 'reference', rows),
  times(recall.all, 'popularity', rows),
];

const figure = ({ mean, spread }: Figure): string => `${mean.toFixed(4)} ± ${spread.toFixed(4)}`;

function times({ mean }: Figure, method: MethodName, rows: readonly QualityRow[]): string {
  const base = rows.find((row) => row.method === method)?.recall.all.mean ?? 0;
  return base === 0 ? '' : (mean / base).toFixed(1);
}

function speedLines(speed: Speed): string[] {
  const { auctions, bids, likes, people, read_s, rebuild_s, memory_mb, connections, asked_per_s } = speed;
  const full = speed.full_answers === 1 ? 'all' : `${Math.round(speed.full_answers * 100)} %`;
  return [
    `The recommender’s own process with ${number(auctions)} auctions, ${number(bids)} bids and ${number(likes)} likes of ${number(people)} people (synthetic, too): read in ${read_s} s,`,
    `learned in ${rebuild_s} s, ${number(memory_mb)} MB at most; after a crash it answers again in ${speed.restart_s} s by what it had learned. ${connections} connections ask for ten items, 30 % of them for strangers; ${full} of the answers are full.`,
    '',
    ...columns(
      [
        ['', 'answers/s', 'p50 ms', 'p99 ms'],
        answers(`${asked_per_s} questions a second`, speed.calm),
        answers('the same while it reads and learns anew after a crash', speed.rebuilding),
        answers('as many as it can', speed.saturated),
      ],
      0,
    ),
    '',
  ];
}

const answers = (when: string, { answers_per_s, p50_ms, p99_ms }: Answers): string[] => [
  when,
  number(answers_per_s),
  p50_ms.toFixed(1),
  p99_ms.toFixed(1),
];

const number = (value: number): string => value.toLocaleString('en');
