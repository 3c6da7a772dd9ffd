import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { codesOf, type Document, type Operation } from './document.ts';

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: an answer of any route
  readonly body: any;
};

/** Holds answers to the document, and remembers which of its statuses and codes were given. */
export function answerBook(document: Document) {
  const ajv = formats.default(new Ajv2020.default({ strict: false, allErrors: true }));
  ajv.addSchema(closed(document) as object, 'document');
  const validators = new Map<string, ValidateFunction>();
  const given = new Set<string>();

  const validatorFor = (operation: Operation, status: string): ValidateFunction => {
    const at = ['paths', operation.path, operation.method.toLowerCase(), 'responses', status].map(escaped);
    const reference = `document#/${at.join('/')}/content/application~1json/schema`;
    const validate = validators.get(reference) ?? ajv.compile({ $ref: reference });
    validators.set(reference, validate);
    return validate;
  };

  return {
    /** What is wrong with an answer; undefined when it is as documented. */
    problem(operation: Operation, { status, headers, text, body }: Answer): string | undefined {
      const documented = operation.responses[status];
      const code = body?.error?.code;
      const said = `${operation.id} answered ${status}${code === undefined ? '' : ` ${code}`}`;
      if (documented === undefined) return `${said}, which is not documented: ${text.slice(0, 200)}`;
      given.add(`${operation.id} ${status}`);
      if (code !== undefined) given.add(`${operation.id} ${status} ${code}`);
      if (documented.content === undefined)
        return text === '' ? undefined : `${said} with a body, which is not documented`;
      const type = String(headers['content-type']).split(';', 1)[0] ?? '';
      if (documented.content[type] === undefined) return `${said} as ${type}, which is not documented`;
      if (type !== 'application/json') return undefined;
      for (const name of Object.keys(documented.headers ?? {})) {
        if (headers[name] === undefined) return `${said} without the documented header ${name}`;
      }
      const validate = validatorFor(operation, String(status));
      if (validate(body)) return undefined;
      return `${said} otherwise than documented: ${ajv.errorsText(validate.errors)}\n${text.slice(0, 400)}`;
    },

    /** Documented statuses and error codes that nothing has answered so far. */
    missing(operations: readonly Operation[]): string[] {
      const all = operations.flatMap((operation) =>
        Object.keys(operation.responses).flatMap((status) => [
          `${operation.id} ${status}`,
          ...codesOf(document, operation, status).map((code) => `${operation.id} ${status} ${code}`),
        ]),
      );
      return all.filter((each) => !given.has(each));
    },
  };
}

export type AnswerBook = ReturnType<typeof answerBook>;

const escaped = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

/** The same schemas, in which an object has no fields but those it names, unless it says that it may. */
export function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  const isObjectSchema = copy.type === 'object' && 'properties' in copy;
  return isObjectSchema && !('additionalProperties' in copy)
    ? { ...copy, additionalProperties: false }
    : copy;
}
