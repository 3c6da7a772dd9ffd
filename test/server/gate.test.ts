import { expect, test } from 'vitest';
import { Gate } from '../../server/catalogue/gate.ts';

/** A task that ends when told to. */
function task<T>(answer: T) {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let runs = 0;
  return {
    run: () => {
      runs += 1;
      return promise;
    },
    end: () => resolve(answer),
    fail: () => reject(new Error('failed')),
    get runs() {
      return runs;
    },
  };
}

test('so many are inside at once, the others come in their order', async () => {
  const gate = new Gate({ atOnce: 2, waiting: 10 });
  const tasks = [0, 1, 2, 3].map(task);
  const answers = tasks.map(({ run }) => gate.through(run));
  expect(tasks.map(({ runs }) => runs)).toEqual([1, 1, 0, 0]);
  tasks[1]?.end();
  expect(await answers[1]).toBe(1);
  expect(tasks.map(({ runs }) => runs)).toEqual([1, 1, 1, 0]);
  for (const { end } of tasks) end();
  expect(await Promise.all(answers)).toEqual([0, 1, 2, 3]);
});

test('who finds too many waiting is turned away, and leaves nothing behind', async () => {
  const gate = new Gate({ atOnce: 1, waiting: 1 });
  const [first, second] = [task('first'), task('second')];
  const answers = [gate.through(first.run), gate.through(second.run)];
  expect(await gate.through(async () => 'third')).toBeUndefined();
  expect(await gate.together('key', async () => 'fourth')).toBeUndefined();
  first.end();
  second.end();
  expect(await Promise.all(answers)).toEqual(['first', 'second']);
  expect(await gate.together('key', async () => 'fifth')).toBe('fifth');
});

test('a task that fails makes room as well, and fails for all who shared it', async () => {
  const gate = new Gate({ atOnce: 1, waiting: 5 });
  const [first, shared] = [task(''), task('')];
  const failing = gate.through(first.run);
  const both = [gate.together('key', shared.run), gate.together('key', shared.run)];
  first.fail();
  await expect(failing).rejects.toThrow('failed');
  shared.fail();
  for (const each of both) await expect(each).rejects.toThrow('failed');
  expect(await gate.together('key', async () => 'again')).toBe('again');
});

test('those who wait for the same are served by one run, which begins after the last of them came', async () => {
  const gate = new Gate({ atOnce: 1, waiting: 5 });
  const [busy, same, other, later] = [task(''), task('same'), task('other'), task('later')];
  const before = gate.together('same', busy.run);
  const waiting = [
    gate.together('same', same.run),
    gate.together('other', other.run),
    gate.together('same', () => Promise.reject(new Error('there is one already'))),
  ];
  expect([same.runs, other.runs], 'what runs already takes nobody along').toEqual([0, 0]);
  busy.end();
  await before;
  const late = gate.together('same', later.run);
  same.end();
  other.end();
  later.end();
  expect(await Promise.all(waiting)).toEqual(['same', 'other', 'same']);
  expect([same.runs, await late, later.runs]).toEqual([1, 'later', 1]);
});
