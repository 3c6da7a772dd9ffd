import { expect, test } from 'vitest';
import { needsAdmin, needsSomebody, type Operation } from './document.ts';
import { pathWith } from './tour.ts';
import { allowed, changes, everyOne, type Visit } from './visit.ts';

/** What every route does with those who may not, and with addresses that are none. */
export function guardVisits(visit: Visit): void {
  test('a bad token is 401 wherever anybody looks at it, and no token where somebody is needed', async () => {
    const refused = [401, 'sign_in_required'] as const;
    const looks = ({ security = [] }: Operation) => security.length > 0;
    await everyOne(visit, looks, ({ method, path }) =>
      visit.tour.expect(refused, method, path, { headers: { authorization: 'Bearer nonsense' } }),
    );
    await everyOne(visit, needsSomebody, ({ method, path }) => visit.tour.expect(refused, method, path));
  });

  test('users are 403 where an administrator is needed', async () => {
    await everyOne(visit, needsAdmin, ({ method, path }) =>
      visit.tour.expect([403, 'admins_only'], method, path, { as: visit.ann }),
    );
  });

  test('a cookie changes nothing from an unknown page', async () => {
    const { cookie } = await visit.server.signUp();
    await everyOne(visit, changes, ({ method, path }) =>
      visit.tour.expect([403, 'origin_not_allowed'], method, path, {
        headers: { cookie, origin: 'https://evil.example' },
      }),
    );
  });

  test('what is no id is nothing, and what is no address is not understood', async () => {
    await everyOne(
      visit,
      ({ path }) => path.includes('{'),
      async (operation) => {
        const as = allowed(visit, operation);
        expect((await visit.tour.ask(operation.method, pathWith(operation, 'nothing'), { as })).status).toBe(
          404,
        );
        await visit.tour.expect([400, 'invalid_request'], operation.method, pathWith(operation, '%zz'), {
          as,
        });
      },
    );
  });
}
