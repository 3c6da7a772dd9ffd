/** The backup of docs/operations.md: made while people bid, and restored into another PostgreSQL. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BidOutcome } from '../../auction/protocol.ts';
import { ReadyAuction } from '../../client-sdk/index.ts';
import { type AuctionServer, startAuctionServer } from '../../local-services/auction-server.ts';
import { programFolder } from '../../local-services/packages.ts';
import { type LocalPostgres, startPostgres } from '../../local-services/postgres.ts';
import { listed, somebody } from '../end-to-end/people.ts';
import { runAudit } from '../replay/replay-program.ts';
import { administer } from '../support/database-administration.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { textOf } from './compose-file.ts';

const run = promisify(execFile);

let database: TestDatabase;
let house: AuctionServer;
let elsewhere: LocalPostgres;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'));
  database = await createTestDatabase();
  house = await startAuctionServer({ DATABASE_URL: database.url });
  elsewhere = await startPostgres();
});
afterAll(async () => {
  await house?.stop();
  await elsewhere?.stop();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

type Told = {
  readonly auctionId: string;
  readonly bidId: string;
  readonly points: number;
  readonly outcome: BidOutcome;
};

/** Somebody who bids in some auctions in turn until told to stop, and keeps what was answered. */
async function bidding(auctionIds: readonly string[], told: Told[], goesOn: () => boolean): Promise<void> {
  const bidder = await somebody(house.url, 1_000_000);
  for (let points = 100; goesOn(); points += 1) {
    for (const auctionId of auctionIds) {
      const bidId = randomUUID();
      const outcome = await bidder.auctions.bid(auctionId, { bidId, kind: 'maximum', points });
      told.push({ auctionId, bidId, points, outcome });
    }
  }
}

it('a backup made while people bid is a sound house, with every bid acknowledged before it', {
  timeout: 120_000,
}, async () => {
  const seller = await somebody(house.url);
  const items = await Promise.all(Array.from({ length: 6 }, () => listed(seller)));
  const email = `${randomUUID()}@example.com`;
  const password = 'a long enough password';
  const ann = new ReadyAuction(house.url);
  await ann.auth.signUp({ email, password, name: 'Ann', birthDate: '1990-05-17', gender: 'undisclosed' });
  await ann.wallet.charge(5_000);
  const ids = items.map(({ id }) => id);
  const hers = { bidId: randomUUID(), kind: 'plain', points: 777 } as const;
  const before = await listed(seller);
  expect(await ann.auctions.bid(before.id, hers)).toMatchObject({ status: 'accepted' });

  const told: Told[] = [];
  let open = true;
  const crowd = [1, 2, 3].map(() => bidding(ids, told, () => open));
  await expect.poll(() => told.length, { timeout: 30_000 }).toBeGreaterThan(100);

  // As the handbook says it.
  const dump = join(folder, 'house.dump');
  const programs = await programFolder({
    programs: ['pg_dump', 'pg_restore'],
    otherFolders: ['/usr/lib/postgresql/*/bin'],
    aptPackage: 'postgresql',
  });
  const known = told.filter(({ outcome }) => outcome.status === 'accepted').map(({ bidId }) => bidId);
  await run(join(programs, 'pg_dump'), ['--format=custom', `--file=${dump}`, database.url]);
  const atEnd = told.length;
  await expect.poll(() => told.length).toBeGreaterThan(atEnd);
  open = false;
  await Promise.all(crowd);

  const name = `restored_${randomUUID().replaceAll('-', '')}`;
  await administer(elsewhere.url(), `create database ${name} template template0 encoding 'UTF8'`);
  const restored = elsewhere.url(name);
  await run(join(programs, 'pg_restore'), ['--exit-on-error', '--no-owner', `--dbname=${restored}`, dump]);

  const audit = await runAudit({ DATABASE_URL: restored });
  expect(audit.said).toContain('Everything holds.');
  expect(audit.code).toBe(0);

  const second = await startAuctionServer({ DATABASE_URL: restored });
  try {
    const again = new ReadyAuction(second.url);
    await again.auth.signIn(email, password);
    // Asked again under the same id: the first outcome, from before the backup.
    expect(await again.auctions.bid(before.id, hers)).toMatchObject({ status: 'accepted', pricePoints: 777 });
    const stored = await storedBids(restored);
    expect(known.filter((bidId) => !stored.has(bidId))).toEqual([]);
    expect(known.length).toBeGreaterThan(10);
    // And it goes on.
    expect(
      await again.auctions.bid(ids[0] ?? '', { bidId: randomUUID(), kind: 'maximum', points: 4_000 }),
    ).toMatchObject({
      status: 'accepted',
    });
  } finally {
    await second.stop();
    await administer(elsewhere.url(), `drop database ${name} with (force)`);
  }
});

it('is what the handbook says', () => {
  const handbook = textOf('docs/operations.md');
  for (const words of [
    'pg_dump',
    '--format=custom',
    'pg_restore',
    '--exit-on-error --no-owner',
    'server/audit.ts',
  ])
    expect(handbook).toContain(words);
});

async function storedBids(url: string): Promise<Set<string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ bid_id: string }>('select bid_id from bid');
    return new Set(rows.map(({ bid_id }) => bid_id));
  } finally {
    await client.end();
  }
}
