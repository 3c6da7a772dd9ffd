import { expect, test } from 'vitest';
import { Emitter } from '../../client-sdk/emitter.ts';

type Events = { price: number; title: string };

test('every listener of an event is told its payload, and no other listener is', () => {
  const emitter = new Emitter<Events>();
  const told: unknown[] = [];
  emitter.on('price', (price) => told.push(['first', price]));
  emitter.on('price', (price) => told.push(['second', price]));
  emitter.on('title', (title) => told.push(title));
  emitter.emit('price', 5);
  expect(told).toEqual([
    ['first', 5],
    ['second', 5],
  ]);
});

test('a listener taken off is not told any more, even where it was added twice', () => {
  const emitter = new Emitter<Events>();
  const told: number[] = [];
  const listener = (price: number) => void told.push(price);
  const off = emitter.on('price', listener);
  emitter.on('price', listener);
  off();
  off();
  emitter.emit('price', 5);
  expect(told).toEqual([5]);
});

test('a listener may take itself off while being told', () => {
  const emitter = new Emitter<Events>();
  const told: number[] = [];
  const off = emitter.on('price', (price) => {
    told.push(price);
    off();
  });
  emitter.on('price', (price) => void told.push(-price));
  emitter.emit('price', 1);
  emitter.emit('price', 2);
  expect(told).toEqual([1, -1, -2]);
});

test('a listener that throws keeps nobody else from being told, and is reported as uncaught', async () => {
  const emitter = new Emitter<Events>();
  const told: number[] = [];
  emitter.on('price', () => {
    throw new Error('a bug in a page');
  });
  emitter.on('price', (price) => void told.push(price));

  const before = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  const uncaught = new Promise<Error>((resolve) => process.once('uncaughtException', resolve));
  emitter.emit('price', 5);
  expect(told).toEqual([5]);
  expect((await uncaught).message).toBe('a bug in a page');
  for (const listener of before) process.on('uncaughtException', listener);
});
