/**
 * A tour of every route, on which each documented status is answered for real and every answer is held to its schema. A status that is
 * documented and never answered fails it, and so does one that is answered and not documented.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountVisits } from './documentation/account-visits.ts';
import { alertVisits, MOST_STREAMS } from './documentation/alert-visits.ts';
import { auctionVisits } from './documentation/auction-visits.ts';
import { failureVisits } from './documentation/failure-visits.ts';
import { feedVisits } from './documentation/feed-visits.ts';
import { formVisits } from './documentation/form-visits.ts';
import { guardVisits } from './documentation/guard-visits.ts';
import { imageVisits } from './documentation/image-visits.ts';
import { noticeVisits } from './documentation/notice-visits.ts';
import { tourOf } from './documentation/tour.ts';
import type { Visit } from './documentation/visit.ts';
import { startFakeRecommender } from './fake-recommender.ts';
import { openServer } from './server-stage.ts';
import { VAPID } from './vapid.ts';

const REQUESTS_PER_MINUTE = 3_000;

/** Documented codes that cannot be had at will; another code of the same route has shown their status and shape. */
const RARE: Readonly<Record<string, string>> = {
  mailbox_full: 'a thousand bids waiting for one auction',
};

const visit = {} as Visit;

beforeAll(async () => {
  visit.recommender = await startFakeRecommender();
  visit.server = await openServer({
    ...VAPID,
    REQUESTS_PER_MINUTE: String(REQUESTS_PER_MINUTE),
    MAX_ALERT_STREAMS: String(MOST_STREAMS),
    RECOMMENDER_URL: visit.recommender.url,
    RECOMMENDER_TIMEOUT_MS: '1000',
  });
  visit.tour = await tourOf(visit.server);
  visit.admin = await visit.server.admin();
  visit.seller = await visit.server.signUp();
  visit.ann = await visit.server.rich();
});
afterAll(async () => {
  await visit.server.close();
  await visit.recommender.stop();
});

guardVisits(visit);
formVisits(visit);
accountVisits(visit);
auctionVisits(visit);
alertVisits(visit);
feedVisits(visit);
imageVisits(visit);
noticeVisits(visit);
failureVisits(visit, REQUESTS_PER_MINUTE);

test('nothing documented was left out', () => {
  const { book, operations } = visit.tour;
  const left = book.missing(operations).filter((each) => !((each.split(' ').at(-1) ?? '') in RARE));
  expect(left).toEqual([]);
});
