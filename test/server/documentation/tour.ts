import { expect } from 'vitest';
import type { Person, ServerStage } from '../server-stage.ts';
import { type Answer, type AnswerBook, answerBook } from './answers.ts';
import { type Document, type Operation, operationFor, operationsOf } from './document.ts';

export type Asked = {
  readonly as?: Person | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly from?: string;
};

export type Tour = {
  readonly document: Document;
  readonly operations: readonly Operation[];
  readonly book: AnswerBook;
  /** Asks the server and holds its answer to the document. */
  ask(method: Operation['method'], url: string, asked?: Asked): Promise<Answer>;
  /** The same, expecting a status, and an error's code. */
  expect(
    expected: readonly [status: number, code?: string],
    method: Operation['method'],
    url: string,
    asked?: Asked,
  ): Promise<Answer['body']>;
};

export async function tourOf(server: ServerStage): Promise<Tour> {
  const document: Document = (await server.ask('GET', '/openapi.json')).body;
  const operations = operationsOf(document);
  const book = answerBook(document);

  const ask: Tour['ask'] = async (method, url, { as, ...asked } = {}) => {
    const operation = operationFor(operations, method, url);
    if (operation === undefined) throw new Error(`${method} ${url} is not documented`);
    const answer = await server.ask(method, url, { ...asked, ...(as && { as }) });
    expect(book.problem(operation, answer)).toBeUndefined();
    return answer;
  };

  return {
    document,
    operations,
    book,
    ask,
    async expect([status, code], method, url, asked) {
      const answer = await ask(method, url, asked);
      expect(`${method} ${url}: ${answer.status} ${answer.body?.error?.code ?? ''}`.trim()).toBe(
        `${method} ${url}: ${status} ${code ?? ''}`.trim(),
      );
      return answer.body;
    },
  };
}

/** A path with something in the place of each parameter. */
export const pathWith = ({ path }: Operation, value: string) => path.replaceAll(/\{\w+\}/g, value);
