type Json = Readonly<Record<string, unknown>>;

/** What is data in a schema and no schema: it may well have a field of the name `title`. */
const DATA = new Set(['example', 'examples', 'enum', 'const', 'default']);

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** The same tree, in which every schema with a title is a reference to its one definition: a reader meets each once, by its name. */
export function withNamedSchemas<T>(tree: T): { readonly tree: T; readonly schemas: Json } {
  const schemas: Record<string, unknown> = {};
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walk);
    if (!isObject(node)) return node;
    const entries = Object.entries(node).map(([key, value]) => [key, DATA.has(key) ? value : walk(value)]);
    const seen = Object.fromEntries(entries);
    if (typeof node.title !== 'string') return seen;
    const { title, ...schema } = seen;
    const known = schemas[title];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema))
      throw new Error(`two different schemas have the title ${title}`);
    schemas[title] = schema;
    return { $ref: `#/components/schemas/${title}` };
  };
  return { tree: walk(tree) as T, schemas };
}
