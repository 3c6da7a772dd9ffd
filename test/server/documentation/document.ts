/** The generated document as the tests use it: its operations, and schemas with their references followed. */

type Json = Readonly<Record<string, unknown>>;

export type Schema = {
  readonly type?: string;
  readonly title?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
};

type Parameter = {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
};

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

export type Operation = {
  /** `GET /api/auctions/{id}`. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Content; readonly headers?: Json }>
  >;
};

export type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
};

export function operationsOf(document: Document): readonly Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([name, raw]) => {
      const method = name.toUpperCase();
      return { parameters: [], ...raw, id: `${method} ${path}`, method, path } as unknown as Operation;
    }),
  );
}

/** The operation that a request goes to: literal parts of a path win over parameters. */
export function operationFor(
  operations: readonly Operation[],
  method: string,
  url: string,
): Operation | undefined {
  const [path = ''] = url.split('?', 1);
  const fits = operations.filter((each) => each.method === method && patternOf(each.path).test(path));
  const parameters = ({ path }: Operation) => path.split('{').length;
  return [...fits].sort((a, b) => parameters(a) - parameters(b)).at(0);
}

const patternOf = (path: string) =>
  new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);

/** The codes that an operation says it may answer an error with. */
export function codesOf(document: Document, operation: Operation, status: string): readonly string[] {
  const answer = operation.responses[status]?.content?.['application/json']?.schema;
  const code = answer && resolved(document, answer).properties?.error?.properties?.code;
  return (code?.enum ?? []) as readonly string[];
}

export function resolved(document: Document, schema: Schema): Schema {
  const reference = (schema as { $ref?: string }).$ref;
  if (reference === undefined) return schema;
  const found = document.components.schemas[reference.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`nothing is at ${reference}`);
  return found;
}

export const needsSomebody = ({ security = [] }: Operation): boolean =>
  security.length > 0 && security.every((scheme) => Object.keys(scheme).length > 0);

export const needsAdmin = ({ security = [] }: Operation): boolean =>
  security.some((scheme) => Object.values(scheme).some((roles) => roles.includes('admin')));
