import type { TSchema } from 'typebox';

type Schema = {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
};

/** More names than fit into a cell are listed elsewhere. */
const MOST_IN_A_CELL = 6;

/** The fields of a shape as a Markdown table; of a union, one table for each. */
export function fieldTable(shape: TSchema): string {
  const { title, anyOf, properties = {}, required = [] } = shape as Schema;
  if (anyOf !== undefined) {
    return anyOf.map((each) => `*${each.title}*\n\n${fieldTable(each as TSchema)}`).join('\n\n');
  }
  if (Object.keys(properties).length === 0) throw new Error(`${title} has no fields to tell of`);
  const rows = Object.entries(properties).map(([name, field]) => {
    const optional = required.includes(name) ? '' : ' (optional)';
    return `| \`${name}\`${optional} | ${kindOf(field)} | ${(field.description ?? '').replaceAll('|', '\\|')} |`;
  });
  return ['| field | value | meaning |', '|---|---|---|', ...rows].join('\n');
}

function kindOf(field: Schema): string {
  if (field.anyOf !== undefined) return field.anyOf.map(kindOf).join(' or ');
  if (field.const !== undefined) return `\`${JSON.stringify(field.const)}\``;
  if (field.enum !== undefined) {
    const some = field.enum.slice(0, MOST_IN_A_CELL).map((value) => `\`${value}\``);
    return `${some.join(', ')}${field.enum.length > some.length ? ', …' : ''}`;
  }
  if (field.type === 'array') return `list of ${field.items?.title ?? (field.items && kindOf(field.items))}`;
  if (field.type === 'integer') return `whole number${rangeOf(field)}`;
  return field.title ?? field.type ?? 'anything';
}

const rangeOf = ({ minimum, maximum }: Schema): string =>
  minimum === undefined || maximum === undefined ? '' : ` from ${minimum} to ${maximum.toLocaleString('en')}`;
