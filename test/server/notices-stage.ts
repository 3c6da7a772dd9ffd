/** A house that pushes and writes, with a push service and a mail server of its own. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { pino } from 'pino';
import { expect } from 'vitest';
import type { NoticePreferences } from '../../auction/api-notices.ts';
import type { Feed } from '../../persistence/feed/feed.ts';
import { tell } from '../../persistence/feed/outbox.ts';
import type { Config } from '../../server/config.ts';
import { type Notices, openNotices } from '../../server/notices/notices.ts';
import { openMailServer } from './mail-server.ts';
import { type Browser, openPushService } from './push-service.ts';
import { inMinutes, NOTICE_SECRET, openServer, type Person } from './server-stage.ts';
import { VAPID } from './vapid.ts';

export type NoticeHouse = Awaited<ReturnType<typeof openNoticeHouse>>;

/** News that nobody hears. */
const UNHEARD: Pick<Feed, 'onNews'> = { onNews: () => () => {} };
const PUBLIC_URL = 'https://house.example';

/** What is sent goes through timers, sockets and a database, on a machine that may be busy. */
export const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 10_000 });

export async function openNoticeHouse() {
  const [pushService, mailServer] = [await openPushService(), await openMailServer()];
  const server = await openServer({
    ...VAPID,
    PUBLIC_URL,
    PUSH_PRIVATE_ENDPOINTS: 'allowed',
    SMTP_URL: mailServer.url,
    MAIL_FROM: 'The house <house@example.com>',
  });
  const { db } = server.database;
  const nodes: Notices[] = [];

  return {
    server,
    db,
    pushService,
    mailServer,

    /** Another node on the same database; or one that nobody wakes, which looks only when told to. */
    async node(config: Partial<Config> = {}, feed: Pick<Feed, 'onNews'> = UNHEARD): Promise<Notices> {
      const log = pino({ level: server.config.logLevel });
      const notices = await openNotices({
        db,
        feed,
        config: { ...server.config, ...config },
        secret: NOTICE_SECRET,
        log,
      });
      nodes.push(notices);
      return notices;
    },

    async register(person: Person, browser: Browser = pushService.browser()): Promise<Browser> {
      const { status } = await server.ask('PUT', '/api/me/push-endpoints', {
        as: person,
        body: browser.subscription,
      });
      expect(status).toBe(200);
      return browser;
    },

    async prefer(person: Person, preferences: NoticePreferences) {
      const { status } = await server.ask('PUT', '/api/me/notice-preferences', {
        as: person,
        body: preferences,
      });
      expect(status).toBe(200);
    },

    async bid(auctionId: string, person: Person, points: number, kind = 'plain') {
      const { status } = await server.ask('POST', `/api/auctions/${auctionId}/bids`, {
        as: person,
        body: { bidId: randomUUID(), kind, points },
      });
      expect(status).toBe(200);
      await server.feed.flush();
    },

    /** As if its end were near, whenever it is. */
    async endingSoon(auctionId: string) {
      await tell(db, {
        kind: 'ending_soon',
        auctionId,
        at: new Date().toISOString(),
        pricePoints: 100,
        bidCount: 1,
        endsAt: inMinutes(server.clock.nowMs(), 10),
      });
      await server.feed.flush();
    },

    /** What is kept of an auction's notices: for whom, of what, and how it stands. */
    async queue(auctionId: string) {
      const { rows } = await sql<{
        kind: string;
        target: string;
        attempts: number;
        due: boolean;
        sent: boolean;
      }>`
        select kind::text, target, attempts, due_at is not null as due, sent_at is not null as sent
        from notice where auction_id = ${auctionId} order by kind, target`.execute(db);
      return rows;
    },

    /** What was sent, was sent so long ago; and what waits, has waited for that time. Nothing is in anybody's hand meanwhile. */
    async minutesPass(auctionId: string, minutes: number) {
      const underWay = () => Object.values(server.notices.stats()).map((lane) => lane.underWay);
      await eventually(underWay).toEqual([0, 0]);
      await sql`update notice set sent_at = sent_at - ${minutes}::int * interval '1 minute',
        due_at = due_at - ${minutes}::int * interval '1 minute' where auction_id = ${auctionId}`.execute(db);
    },

    async close() {
      for (const node of nodes) await node.stop();
      await server.close();
      await pushService.close();
      await mailServer.close();
    },
  };
}
