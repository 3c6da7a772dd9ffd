import fc, { type Arbitrary } from 'fast-check';
import type { Document, Operation, Schema } from './document.ts';
import { hostileText, polluted } from './hostile-values.ts';
import { type Known, type Making, madeFrom, seldom } from './schema-values.ts';

export type Request = {
  readonly url: string;
  readonly body: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
};

/** A request to an operation: half of them sound, so that they get through to what lies behind the shapes. */
export const requestTo = (document: Document, operation: Operation, known: Known): Arbitrary<Request> =>
  fc.boolean().chain((sound) => request({ document, known, sound }, operation));

function request(making: Making, { parameters, path, requestBody }: Operation): Arbitrary<Request> {
  const of = (place: string) => parameters.filter((parameter) => parameter.in === place);
  const segments = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, segment(making, name)]);
  const query = of('query').map(({ name, schema, required }) => {
    const texts = textsOf(making, schema);
    return [name, required ? texts : seldom(name === 'cursor' ? 10 : 4, texts)];
  });
  const headers = of('header').map(({ name }) => [name, headerOf(making)]);
  const body = requestBody && Object.values(requestBody.content)[0]?.schema;
  return fc
    .record({
      segments: fc.record(Object.fromEntries(segments)),
      query: fc.record(Object.fromEntries(query)),
      headers: fc.record(Object.fromEntries(headers)),
      extra: making.sound ? fc.constant(undefined) : seldom(8, hostileText),
      body: body === undefined ? fc.constant(undefined) : bodyOf(making, body),
    })
    .map((parts) => ({
      url: urlOf(path, parts.segments, parts.query, parts.extra),
      body: parts.body,
      headers: {
        ...(parts.headers as Record<string, string>),
        ...(parts.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
    }));
}

const bodyOf = (making: Making, schema: Schema): Arbitrary<string> => {
  const json = madeFrom(making, schema).map((value) => JSON.stringify(value));
  return making.sound
    ? json
    : fc.oneof({ weight: 4, arbitrary: json }, { weight: 1, arbitrary: json.map(polluted) });
};

const headerOf = ({ sound }: Making): Arbitrary<string> =>
  sound ? fc.uuid() : fc.oneof(fc.uuid(), fc.constantFrom('', 'x y', 'é', 'k'.repeat(9_000)));

function segment({ known, sound }: Making, name: string): Arbitrary<string> {
  const real = name === 'size' ? fc.constantFrom('card', 'full') : fc.constantFrom(...known.auctions);
  // An empty segment would be another address.
  const hostile = hostileText.filter((text) => !['', '.', '..'].includes(text));
  return sound ? real : fc.oneof(real, fc.uuid(), hostile);
}

/** As a query says it: a list is a parameter repeated. */
const textsOf = (making: Making, schema: Schema): Arbitrary<readonly string[]> => {
  const sound = madeFrom(making, schema).map((value) => [value].flat().map(String));
  return making.sound
    ? sound
    : fc.oneof({ weight: 3, arbitrary: sound }, { weight: 1, arbitrary: hostileText.map((text) => [text]) });
};

function urlOf(
  path: string,
  segments: Readonly<Record<string, unknown>>,
  query: Readonly<Record<string, unknown>>,
  extra: string | undefined,
): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encoded(String(segments[name])));
  const pairs = Object.entries(query).flatMap(([name, texts = []]) =>
    (texts as readonly string[]).map((text) => `${name}=${encoded(text)}`),
  );
  if (extra !== undefined) pairs.push(`${encoded(extra)}=${encoded(extra)}`);
  return pairs.length === 0 ? filled : `${filled}?${pairs.join('&')}`;
}

/** A lone surrogate cannot be encoded; what clients send in its place can. */
const encoded = (text: string) => encodeURIComponent(text.toWellFormed());
