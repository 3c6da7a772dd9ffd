import type { Static, TSchema } from 'typebox';

type Writable<T> = T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T;

type Agrees<A, B> = [Writable<A>] extends [Writable<B>]
  ? [Writable<B>] extends [Writable<A>]
    ? true
    : false
  : false;

/** A shape that compiles only while it means the same as `T`, the type the SDK and the pages are written against. */
export const shapeOf =
  <T>() =>
  <S extends TSchema>(shape: Agrees<T, Static<S>> extends true ? S : never): S =>
    shape;
