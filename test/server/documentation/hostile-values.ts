import fc, { type Arbitrary } from 'fast-check';

/** What goes wrong in servers, as text. */
const TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfff',
  '👩‍👩‍👧‍👦'.repeat(40),
  'ㄱ'.repeat(10_000),
  'x'.repeat(10_000),
  '\u202e\u2066',
  "'; drop table bid; --",
  '%',
  '%00',
  '\\',
  '%_\\',
  '__proto__',
  'constructor',
  '../../../etc/passwd',
  '{{7*7}}',
  '0x10',
  '1e309',
  '-0',
  'NaN',
  '9007199254740993',
  '99999999999999999999',
  '2026-02-30T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  '9999-12-31T23:59:60Z',
  '0000-01-01T00:00:00Z',
  'true',
  'null',
] as const;

/** The same as numbers. */
export const HOSTILE_NUMBERS = [0, -0, -1, 0.5, 1e10, 2 ** 31, 2 ** 53, -(2 ** 63), 1e300, 5e-324] as const;

export const hostileText: Arbitrary<string> = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** JSON of any kind, with keys that reach for prototypes. */
export const anything: Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom(...HOSTILE_NUMBERS),
  fc.constantFrom<unknown>(
    true,
    false,
    null,
    [],
    {},
    [[]],
    [null],
    { constructor: { prototype: {} } },
    { length: 1e9 },
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** The same JSON, with a key that a parser may make an own property of, or a prototype. */
export const polluted = (json: string): string =>
  json.startsWith('{') ? json.replace('{', `{"__proto__":{"admin":true}${json === '{}' ? '' : ','}`) : json;
