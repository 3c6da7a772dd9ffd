import { CompiledQuery, type Kysely } from 'kysely';
import type { DB } from '../schema.ts';

/**
 * A statement written as text with its values bound on the way. Lists are asked for thousands of times a second, and building each through
 * a query builder costs more than the database takes to answer.
 */
export class Statement {
  readonly #values: unknown[] = [];

  /** The placeholder of a value. */
  bind(value: unknown): string {
    this.#values.push(value);
    return `$${this.#values.length}`;
  }

  compiled(text: string): CompiledQuery {
    return CompiledQuery.raw(text, this.#values);
  }

  async rows<Row>(db: Kysely<DB>, text: string): Promise<Row[]> {
    return (await db.executeQuery<Row>(this.compiled(text) as CompiledQuery<Row>)).rows;
  }
}
