import { expect, test } from 'vitest';
import { closeInOrder } from '../../server/leaving/closing.ts';
import type { Log } from '../../server/logs/log.ts';

const BOUNDS = { withinMs: 300, stepMs: 60, leastMs: 20 };

function closing() {
  const [done, warnings]: [string[], unknown[]] = [[], []];
  const log = { info: () => {}, warn: (details: object) => warnings.push(details) } as unknown as Log;
  const step = (name: string) => async () => {
    await Promise.resolve();
    done.push(name);
  };
  const hangs = () => new Promise(() => {});
  return { done, warnings, log, step, hangs };
}

test('stages come one after another, and the steps of one at the same time', async () => {
  const { done, log } = closing();
  const met = Promise.withResolvers<void>();
  const undone = await closeInOrder(
    [
      // Each waits for the other.
      { first: () => met.promise, second: async () => met.resolve() },
      { third: () => done.push('third') },
      { fourth: () => done.push('fourth') },
    ],
    log,
    BOUNDS,
  );
  expect(undone).toEqual([]);
  expect(done).toEqual(['third', 'fourth']);
});

test.each([
  [
    'throws',
    () => {
      throw new Error('broken');
    },
  ],
  ['rejects', () => Promise.reject(new Error('broken'))],
  ['never ends', () => new Promise(() => {})],
])(
  'a step that %s is logged, and keeps none from its turn: neither those beside it nor those after it',
  async (_how, close) => {
    const { done, warnings, log, step } = closing();
    const undone = await closeInOrder(
      [{ bad: close, beside: step('beside') }, { after: step('after') }],
      log,
      BOUNDS,
    );
    expect(done).toEqual(['beside', 'after']);
    expect(undone).toEqual(['bad']);
    expect(warnings).toMatchObject([{ step: 'bad' }]);
  },
);

test('when the time is used up, the last steps are taken all the same', async () => {
  const { done, log, step, hangs } = closing();
  const hanging = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, hangs]));
  const stages = Array.from({ length: 8 }, () => hanging);
  const undone = await closeInOrder([...stages, { database: step('database') }], log, BOUNDS);
  expect(undone).toHaveLength(24);
  expect(done).toEqual(['database']);
});

test('what fails after it was given up harms nobody', async () => {
  const { done, log, step } = closing();
  const late = Promise.withResolvers<void>();
  const undone = await closeInOrder([{ late: () => late.promise }, { after: step('after') }], log, BOUNDS);
  // Unheard it would be an unhandled rejection, which fails the run, and ends a server with an error.
  late.reject(new Error('too late'));
  await new Promise(setImmediate);
  expect([undone, done]).toEqual([['late'], ['after']]);
});
