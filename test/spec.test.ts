import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const spec = readFileSync(new URL('../docs/SPEC.md', import.meta.url), 'utf8');
const rows = [...spec.matchAll(/^\| ([A-Z]\d+) \|.*`(test\/[^`]+)` "([^"]+)" \|$/gm)];

it('the specification is read', () => {
  const promised = spec.match(/^\| [A-Z]\d+ \|/gm) ?? [];
  expect(rows).toHaveLength(promised.length);
  expect(rows.length).toBeGreaterThan(20);
});

it.each(rows.map(([, number, file, words]) => [number, file, words]))(
  '%s is held by a test that exists',
  (_number, file = '', words = '') => {
    expect(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')).toContain(words);
  },
);
