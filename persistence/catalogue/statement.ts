import { CompiledQuery, type Kysely } from 'kysely';
import type { DB } from '../schema.ts';

/**
 * A statement written as text with its values bound on the way. Lists are asked for thousands of times a second, and building each through
 * a query builder costs more than the database takes to answer.
 */
export class Statement {
  readonly #values: unknown[] = [];
  readonly #preparedAs: string | undefined;

  /** Under a name it is planned once per connection; without, anew each time. The name stands for the text, whatever the values are. */
  constructor(preparedAs?: string) {
    this.#preparedAs = preparedAs;
  }

  /** The placeholder of a value. */
  bind(value: unknown): string {
    this.#values.push(value);
    return `$${this.#values.length}`;
  }

  /** A whole number by which the best way is chosen: written out wherever the statement is planned for it. */
  bound(value: number): string {
    if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number: ${value}`);
    return this.#preparedAs === undefined ? `${value}::bigint` : `${this.bind(value)}::bigint`;
  }

  async rows<Row>(db: Kysely<DB>, text: string): Promise<Row[]> {
    const named = this.#preparedAs === undefined ? '' : `/* prepared: ${this.#preparedAs} */ `;
    const query = CompiledQuery.raw(named + text, this.#values) as CompiledQuery<Row>;
    return (await db.executeQuery<Row>(query)).rows;
  }
}
