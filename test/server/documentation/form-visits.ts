import { expect, test } from 'vitest';
import type { Operation } from './document.ts';
import { pathWith } from './tour.ts';
import { allowed, changes, everyOne, NOBODY, type Visit } from './visit.ts';

const json = { 'content-type': 'application/json' };

const takesJson = ({ requestBody }: Operation) => requestBody?.content['application/json'] !== undefined;
const takes = (name: string) => (operation: Operation) =>
  operation.parameters.some((parameter) => parameter.name === name);

/** What every route does with queries and bodies of the wrong form. */
export function formVisits(visit: Visit): void {
  test('a cursor that is not ours is refused', async () => {
    const { id } = await visit.server.list(visit.seller);
    await everyOne(visit, takes('cursor'), (operation) =>
      visit.tour.expect(
        [400, 'invalid_cursor'],
        operation.method,
        `${pathWith(operation, id)}?cursor=nonsense`,
        {
          as: allowed(visit, operation),
        },
      ),
    );
  });

  test('a query is refused for what it does not know', async () => {
    await everyOne(
      visit,
      ({ parameters }) => parameters.some((parameter) => parameter.in === 'query'),
      (operation) =>
        visit.tour.expect(
          [400, 'invalid_request'],
          operation.method,
          `${pathWith(operation, NOBODY)}?nonsense=1`,
          {
            as: allowed(visit, operation),
          },
        ),
    );
  });

  test('a body is refused that is no JSON, too large, or of another form', async () => {
    const at = (operation: Operation) => [operation.method, pathWith(operation, NOBODY)] as const;
    await everyOne(
      visit,
      (operation) => changes(operation) && !operation.id.endsWith('/api/images'),
      async (operation) => {
        const as = allowed(visit, operation);
        const large = JSON.stringify('x'.repeat(70_000));
        await visit.tour.expect([400, 'invalid_request'], ...at(operation), { as, headers: json, body: '{' });
        await visit.tour.expect([413, 'body_too_large'], ...at(operation), {
          as,
          headers: json,
          body: large,
        });
        await visit.tour.expect([415, 'unsupported_media_type'], ...at(operation), {
          as,
          headers: { 'content-type': 'text/csv' },
          body: 'a,b',
        });
      },
    );
    await everyOne(visit, takesJson, async (operation) => {
      for (const body of [{ nonsense: 1 }, [], '"nonsense"', 'null']) {
        const { status } = await visit.tour.ask(...at(operation), {
          as: allowed(visit, operation),
          headers: json,
          body,
        });
        expect(`${operation.id} ${status}`).toBe(`${operation.id} 400`);
      }
    });
  });
}
