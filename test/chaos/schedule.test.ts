import { expect, it } from 'vitest';
import { describe as described, FAULT_KINDS, scheduleOf } from '../../chaos/schedule.ts';

const options = { seed: 7, faults: 100, nodes: 3, kinds: FAULT_KINDS };

it('the same seed brings the same faults in the same order, another seed others', () => {
  expect(scheduleOf(options)).toEqual(scheduleOf(options));
  expect(scheduleOf({ ...options, seed: 8 })).not.toEqual(scheduleOf(options));
});

it('a schedule begins as a longer one of the same seed does', () => {
  const kinds = (faults: number) => scheduleOf({ ...options, faults }).map(({ kind }) => kind);
  expect(kinds(FAULT_KINDS.length)).toEqual(kinds(FAULT_KINDS.length * 2).slice(0, FAULT_KINDS.length));
});

it('every kind comes once before any comes again', () => {
  const first = scheduleOf({ ...options, faults: FAULT_KINDS.length });
  expect(first.map(({ kind }) => kind).sort()).toEqual([...FAULT_KINDS].sort());
});

it('a zombie sleeps longer than its beacon burns', () => {
  const zombies = scheduleOf({ ...options, faults: 400 }).filter(({ kind }) => kind.startsWith('zombie'));
  expect(zombies.length).toBeGreaterThan(10);
  for (const { holdMs } of zombies) expect(holdMs).toBeGreaterThan(1_000);
});

it('each fault can be read', () => {
  const lines = scheduleOf(options).map(described);
  expect(lines.find((line) => line.startsWith('skew'))).toMatch(/^skew the .* node -?5 min/);
  expect(lines.find((line) => line.startsWith('redis_flush'))).toMatch(/^redis_flush/);
});
