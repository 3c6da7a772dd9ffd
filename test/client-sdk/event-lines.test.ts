import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventLines, type StreamEvent } from '../../client-sdk/event-lines.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => new EventLines().read(bytes(text));

test('lines of data make one text, and one space after the colon is no part of it', () => {
  expect(read('data: one\ndata:two\ndata:  three\n\n')).toEqual([
    { name: 'message', data: 'one\ntwo\n three', id: '' },
  ]);
});

test('an event has its name, and the next one does not inherit it', () => {
  expect(read('event: alert\ndata: 1\n\ndata: 2\n\n').map(({ name }) => name)).toEqual(['alert', 'message']);
});

test('an id holds until another is said, an empty one takes it back, one with a null is none', () => {
  const ids = read('id: 7\ndata: a\n\ndata: b\n\nid: 8\0\ndata: c\n\nid\ndata: d\n\n').map(({ id }) => id);
  expect(ids).toEqual(['7', '7', '7', '']);
});

test('an id counts even where its event has no data and is no event', () => {
  expect(read('id: 9\n\ndata: a\n\n')).toEqual([{ name: 'message', data: 'a', id: '9' }]);
});

test('comments, unknown fields and fields without a value change nothing', () => {
  expect(read(': still here\ndata: a\nnonsense: x\nnonsense\nevent\n\n')).toEqual([
    { name: 'message', data: 'a', id: '' },
  ]);
  expect(read('data\n\n')).toEqual([{ name: 'message', data: '', id: '' }]);
});

test('what was cut off before its blank line is not told', () => {
  expect(read('data: a\n\nid: 2\ndata: b\n').map(({ data }) => data)).toEqual(['a']);
});

test('a byte order mark at the beginning is no part of a field', () => {
  expect(read('\ufeffdata: a\n\n')).toHaveLength(1);
});

test('the time to wait is a whole number or nothing', () => {
  const lines = new EventLines();
  for (const wrong of ['-1', '1.5', '1s', '']) lines.read(bytes(`retry: ${wrong}\n\n`));
  expect(lines.retryMs).toBeNull();
  lines.read(bytes('retry: 250\n\n'));
  expect(lines.retryMs).toBe(250);
});

test('an event without an end is refused before it fills the memory', () => {
  const lines = new EventLines();
  const flood = () => {
    for (let piece = 0; piece < 50; piece++) lines.read(bytes(`data: ${'x'.repeat(99_999)}\n`));
  };
  expect(flood).toThrow('An event has no end.');
  const line = new EventLines();
  expect(() => line.read(bytes('x'.repeat(1_000_001)))).toThrow('An event has no end.');
});

/* ---- whatever pieces it comes in ------------------------------------------------------------------------------------ */

const text = fc.string({
  unit: fc.constantFrom('a', ' ', ':', 'é', '가', '🔨', '\0', '\ufeff'),
  maxLength: 8,
});
const line = fc.oneof(
  fc.tuple(fc.constantFrom('data', 'event', 'id', 'other', ''), fc.constantFrom(':', ': ', ''), text),
  fc.constant(['', '', ''] as const),
);
const stream = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\r', '\r\n')), { maxLength: 30 })
  .map((lines) => ({
    lines: lines.map(([[field, colon, value]]) => [field, colon, value] as const),
    text: lines.reduce((text, [parts, end]) => {
      // A line feed right after a carriage return would end the line before.
      const isHalf = text.endsWith('\r') && parts.join('') === '';
      return text + parts.join('') + (isHalf ? '\r' : end);
    }, ''),
  }));

/** Line by line from what the lines were made of, without ever looking at a whole text. */
function expected(lines: readonly (readonly [string, string, string])[]): StreamEvent[] {
  const events: StreamEvent[] = [];
  let [name, id, data] = ['', '', [] as string[]];
  for (const [first, colon, last] of lines) {
    const [field, value] = parted(first + colon + last);
    if (first + colon + last === '') {
      if (data.length > 0) events.push({ name: name || 'message', data: data.join('\n'), id });
      [name, data] = ['', []];
    } else if (field === 'data') data.push(value);
    else if (field === 'event') name = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
  }
  return events;
}

function parted(whole: string): readonly [string, string] {
  const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/su.exec(whole) ?? [];
  return [field, value];
}

test('cut anywhere, even inside a letter or between the two halves of a line end, a stream says the same', () => {
  fc.assert(
    fc.property(stream, fc.array(fc.nat()), ({ lines, text }, cuts) => {
      const whole = bytes(text);
      const places = [...new Set(cuts.map((cut) => cut % (whole.length + 1)))].sort((a, b) => a - b);
      const reader = new EventLines();
      const events: StreamEvent[] = [];
      let from = 0;
      for (const place of [...places, whole.length]) {
        events.push(...reader.read(whole.subarray(from, place)));
        from = place;
      }
      expect(events).toEqual(expected(lines));
    }),
    { numRuns: 2_000 },
  );
});

test('byte by byte, too', () => {
  fc.assert(
    fc.property(stream, ({ lines, text }) => {
      const reader = new EventLines();
      expect([...bytes(text)].flatMap((byte) => reader.read(Uint8Array.of(byte)))).toEqual(expected(lines));
    }),
    { numRuns: 500 },
  );
});
