/** A healthy house passes the audit; every kind of row that is tampered with is named. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { ACCOUNTS } from '../../auction/movements.ts';
import { type AuditReport, audit, auditSnapshot } from '../../persistence/audit.ts';
import type { DB } from '../../persistence/schema.ts';
import { DATABASE_KINDS, openStage, type Stage } from '../support/stage.ts';
import { type BusyHouse, fillHouse } from './audit-house.ts';
import { STRAYS } from './audit-strays.ts';
import { TAMPERED_LOGS } from './audit-tampered-logs.ts';
import { TAMPERED_MONEY } from './audit-tampered-money.ts';
import { TRANSFERS_BELONG } from './audit-tampering.ts';

/** What is broken, promise by promise, with what was found. */
const brokenIn = ({ checks }: AuditReport): Record<string, readonly string[]> =>
  Object.fromEntries(
    checks.filter(({ violations }) => violations > 0).map(({ promise, examples }) => [promise, examples]),
  );

describe.each(DATABASE_KINDS)('the audit of the %s database', (kind) => {
  let stage: Stage;
  let house: BusyHouse;
  beforeAll(async () => {
    stage = await openStage(kind);
    house = await fillHouse(stage);
  });
  afterAll(() => stage.close());

  it('finds nothing wrong with a house in which everything has happened', async () => {
    const report = await audit(stage.db);
    expect(brokenIn(report)).toEqual({});
    expect(report.counts).toMatchObject({ auctions: 7, closed: 5 });
    expect(report.checks.length).toBe(14);
  });

  it('adds up the very accounts between which the rules move points', async () => {
    const moved = await stage.db
      .selectFrom('transfer')
      .select(['kind', 'debit', 'credit'])
      .distinct()
      .execute();
    expect(Object.fromEntries(moved.map(({ kind, ...accounts }) => [kind, accounts]))).toEqual(ACCOUNTS);
  });

  it('finds nothing wrong with an empty house', async () => {
    const empty = await openStage(kind);
    try {
      expect(brokenIn(await audit(empty.db))).toEqual({});
    } finally {
      await empty.close();
    }
  });

  test.each([...TAMPERED_MONEY, ...TAMPERED_LOGS, ...STRAYS])(
    'names %s, and nothing else',
    async (_, statements, found) => {
      const broken = brokenIn(await tamperedReport(stage.db, statements(house)));
      const expected = Object.entries(found(house));
      expect(Object.keys(broken).sort()).toEqual(expected.map(([promise]) => promise).sort());
      for (const [promise, words] of expected) expect(broken[promise]?.join('\n')).toContain(words);
    },
  );

  it('shows the first twenty violations of a kind, and counts all', async () => {
    const many = `insert into transfer (user_id, kind, points)
      select gen_random_uuid(), 'charge', 1 from generate_series(1, 57)`;
    const { checks } = await tamperedReport(stage.db, [many]);
    const strays = checks.find(({ promise }) => promise === TRANSFERS_BELONG);
    expect(strays).toMatchObject({ violations: 57 });
    expect(strays?.examples.length).toBe(20);
  });
});

/** Tampers, audits, and takes it all back. */
async function tamperedReport(db: Kysely<DB>, statements: readonly string[]): Promise<AuditReport> {
  const transaction = await db.startTransaction().execute();
  try {
    for (const statement of statements) await expectRows(transaction, statement);
    return await auditSnapshot(transaction);
  } finally {
    await transaction.rollback().execute();
  }
}

/** A tampering that hits no row would prove nothing. */
async function expectRows(db: Transaction<DB>, statement: string): Promise<void> {
  const { numAffectedRows } = await sql.raw(statement).execute(db);
  if (/^(update|insert|delete)/.test(statement))
    expect(Number(numAffectedRows), statement).toBeGreaterThan(0);
}
