import fc, { type Arbitrary } from 'fast-check';
import { type Document, resolved, type Schema } from './document.ts';
import { anything, HOSTILE_NUMBERS, hostileText } from './hostile-values.ts';

/** Ids that exist, so that requests also get past the first question. */
export type Known = {
  readonly auctions: readonly string[];
  readonly users: readonly string[];
  readonly nowMs: number;
};

/** What values are made from, and whether something hostile may be among them. */
export type Making = { readonly document: Document; readonly known: Known; readonly sound: boolean };

const DAY_MS = 86_400_000;

/** Of the schema; where it need not be sound, now and then something else at any place. */
export function madeFrom(making: Making, reference: Schema): Arbitrary<unknown> {
  const fits = fitting(making, resolved(making.document, reference));
  return making.sound ? fits : fc.oneof({ weight: 7, arbitrary: fits }, { weight: 1, arbitrary: anything });
}

function fitting(making: Making, schema: Schema): Arbitrary<unknown> {
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((each) => madeFrom(making, each)));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  switch (schema.type) {
    case 'object':
      return objectOf(making, schema);
    case 'array':
      return fc.array(schema.items ? madeFrom(making, schema.items) : anything, {
        minLength: 1,
        maxLength: 3,
      });
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return numberOf(making, schema);
    case 'null':
      return fc.constant(null);
    default:
      return textOf(making, schema);
  }
}

function numberOf({ sound }: Making, { minimum = -1_000, maximum = 1_000_000 }: Schema): Arbitrary<number> {
  // Small ones also fit what is asked beside the schema: a wallet, another price.
  const small = fc.integer({ min: minimum, max: Math.min(maximum, minimum + 1_000) });
  return sound
    ? small
    : fc.oneof(
        small,
        fc.integer({ min: minimum, max: maximum }),
        fc.constantFrom(minimum, maximum, ...HOSTILE_NUMBERS),
      );
}

function objectOf(making: Making, { properties = {}, required = [] }: Schema): Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const value = madeFrom(making, schema);
    return [name, required.includes(name) ? value : seldom(3, value)] as const;
  });
  const extra = making.sound
    ? fc.constant({})
    : seldom(15, fc.dictionary(hostileText, anything, { maxKeys: 1 }));
  return fc
    .tuple(fc.record(Object.fromEntries(fields)), extra)
    .map(([object, more]) => ({ ...object, ...more }));
}

function textOf({ sound, known }: Making, { format, pattern = '' }: Schema): Arbitrary<string> {
  if (format === 'email') return fc.uuid().map((id) => `${id}@example.com`);
  if (format === 'date-time') {
    const near = fc
      .integer({ min: 1, max: 40 })
      .map((days) => new Date(known.nowMs + days * DAY_MS).toISOString());
    return sound
      ? near
      : fc.oneof(
          near,
          fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        );
  }
  if (/\[0-9a-f/.test(pattern))
    return fc.oneof(fc.uuid(), fc.constantFrom(...known.users, ...known.auctions));
  if (/^\^\\d\{1,\d+\}\$$/.test(pattern)) return fc.nat().map(String);
  if (/\\d\{4\}-/.test(pattern))
    return fc.constantFrom('1990-05-17', '2000-12-31', ...(sound ? [] : ['0000-00-00']));
  const plain = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 8, maxLength: 30 }),
    fc.constantFrom(...known.auctions),
  );
  return sound ? plain : fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: hostileText });
}

/** Undefined but for once in so many times. */
export const seldom = <T>(times: number, arbitrary: Arbitrary<T>): Arbitrary<T | undefined> =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
