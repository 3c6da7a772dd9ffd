import { Ajv, type Options } from 'ajv';
import formats from 'ajv-formats';
import type { FastifySchemaCompiler } from 'fastify';

/** All problems at once, and nothing dropped or filled in silently. */
const STRICT: Options = { removeAdditional: false, useDefaults: false, allErrors: true, strict: false };

/**
 * Bodies mean what they say: a number in text is not a number. In a query everything is text, so numbers are read from it there, and
 * one value stands for a list of one.
 */
export function validators(): FastifySchemaCompiler<unknown> {
  const said = formats.default(new Ajv({ ...STRICT, coerceTypes: false }));
  const read = formats.default(new Ajv({ ...STRICT, coerceTypes: 'array' }));
  return ({ schema, httpPart }) => (httpPart === 'querystring' ? read : said).compile(schema as object);
}
