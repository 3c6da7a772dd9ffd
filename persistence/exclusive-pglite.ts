import { type DatabaseConnection, type Driver, PGliteDialect } from 'kysely';

/**
 * Kysely's PGlite driver hands the one connection to everybody at once, so a query from elsewhere would land inside an open
 * transaction. This one lends it to one borrower at a time, first come first served.
 */
export class ExclusivePGliteDialect extends PGliteDialect {
  override createDriver(): Driver {
    return lendingOneAtATime(super.createDriver());
  }
}

function lendingOneAtATime(driver: Driver): Driver {
  let lastReturned: Promise<void> = Promise.resolve();
  const giveBack = new WeakMap<DatabaseConnection, () => void>();

  return new Proxy(driver, {
    get(target, name) {
      if (name === 'acquireConnection') {
        return async () => {
          const before = lastReturned;
          const { promise, resolve } = Promise.withResolvers<void>();
          lastReturned = promise;
          await before;
          const connection = await target.acquireConnection();
          giveBack.set(connection, resolve);
          return connection;
        };
      }
      if (name === 'releaseConnection') {
        return async (connection: DatabaseConnection) => {
          await target.releaseConnection(connection);
          giveBack.get(connection)?.();
        };
      }
      const member = Reflect.get(target, name) as unknown;
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
