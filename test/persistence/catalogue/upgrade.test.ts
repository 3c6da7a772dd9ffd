import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCatalogue } from '../../../persistence/catalogue/catalogue.ts';
import { termsIn } from '../../../persistence/catalogue/folding.ts';
import { SORTS } from '../../../persistence/catalogue/sorts.ts';
import { writeCard } from '../../../persistence/catalogue/writing.ts';
import { migrate } from '../../../persistence/migrate.ts';
import { auctionById } from '../../../persistence/stored-auctions.ts';
import { bidAt, serving } from '../../rooms/serving.ts';
import { DATABASE_KINDS, listed, openStage, plainTerms, type Stage } from '../../support/stage.ts';
import { cardsOf } from './shelf.ts';

/** What a house was before it had a catalogue. */
const BACK = [
  'drop table house_pulse, outage, prolongation',
  'drop table feed_batch, feed, ending_told, auction_subscription, alert, alert_read, push_endpoint',
  'drop table notice, notice_preference',
  'drop type kept_alert, subscription_reason',
  'drop table catalogue, catalogue_words, auction_image, image, auction_like',
  'alter table auction drop column category',
  'drop type auction_category',
  'drop index bid_recent',
  "delete from kysely_migration where name >= '0003'",
];

describe.each(DATABASE_KINDS)('a house from before, on %s,', (kind) => {
  let stage: Stage;
  let auctionId: string;
  let sellerId: string;
  let bidderId: string;
  beforeAll(async () => {
    stage = await openStage(kind);
    sellerId = await stage.person();
    bidderId = await stage.person(1_000);
    const { auction } = await listed(stage.db, {
      sellerId,
      title: 'Ｏｌｄ 손목시계 "x"',
      description: '',
      terms: plainTerms(Date.now()),
    });
    auctionId = auction.id;
    await bidAt(await serving(stage.store).desk(auctionId), { bidderId, points: 200 });
    for (const statement of BACK) await sql.raw(statement).execute(stage.db);
    await migrate(stage.db);
  });
  afterAll(() => stage.close());

  it('has all its auctions in the catalogue after the upgrade', async () => {
    const catalogue = openCatalogue(stage.database.reader);
    const filter = {
      states: [],
      categories: [],
      minPrice: undefined,
      maxPrice: undefined,
      endsBeforeMs: undefined,
    };
    for (const q of ['old', '시계', '계', 'x', '']) {
      const page = await catalogue.list({
        sort: SORTS.newest,
        filter: { ...filter, terms: termsIn(q) },
        cursor: undefined,
        limit: 20,
        nowMs: Date.now(),
      });
      const expected =
        q === 'x' ? [] : [{ id: auctionId, title: 'Ｏｌｄ 손목시계 "x"', phase: 'live', likeCount: 0 }];
      expect(cardsOf(page?.cards ?? ''), q).toMatchObject(expected);
    }
  });

  it('has those subscribe who take part in what is not over', async () => {
    const rows = await stage.db
      .selectFrom('auction_subscription')
      .select(['auction_id', 'user_id', 'reason', 'wanted'])
      .orderBy('reason')
      .execute();
    const of = { auction_id: auctionId, wanted: true };
    expect(rows).toEqual([
      { ...of, user_id: sellerId, reason: 'selling' },
      { ...of, user_id: bidderId, reason: 'bidding' },
    ]);
  });

  it('has the rows there that it would write today', async () => {
    const rows = async () => ({
      catalogue: await stage.db.selectFrom('catalogue').selectAll().execute(),
      words: await stage.db.selectFrom('catalogue_words').selectAll().execute(),
    });
    const upgraded = await rows();
    const stored = await auctionById(stage.db, auctionId);
    if (stored === undefined) throw new Error('the auction is gone');
    await writeCard(stage.db, stored);
    const written = await rows();
    const read = (head: string) => JSON.parse(`${head}}`);
    expect(upgraded.catalogue.map(({ card_head, ...row }) => [row, read(card_head)])).toEqual(
      written.catalogue.map(({ card_head, ...row }) => [row, read(card_head)]),
    );
    const sorted = ({ words }: typeof written) =>
      words.map((row) => ({ ...row, grams: row.grams.toSorted() }));
    expect(sorted(upgraded)).toEqual(sorted(written));
  });
});
