import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuctionServer, startAuctionServer } from '../../local-services/auction-server.ts';
import { type LocalPostgres, startPostgres } from '../../local-services/postgres.ts';
import { startTcpProxy, type TcpProxy } from '../../local-services/tcp-proxy.ts';
import { listed, somebody } from './people.ts';

describe('a server whose database fails', () => {
  let server: AuctionServer;
  let postgres: LocalPostgres;
  let proxy: TcpProxy;

  beforeAll(async () => {
    postgres = await startPostgres();
    const url = new URL(postgres.url());
    proxy = await startTcpProxy();
    proxy.aimAt(Number(url.port));
    url.port = String(proxy.port);
    server = await startAuctionServer({ DATABASE_URL: url.href });
  });
  afterAll(async () => {
    await server?.stop();
    await proxy?.stop();
    await postgres?.stop();
  });

  const status = async (path: string, headers = {}) =>
    (await fetch(`${server.url}${path}`, { headers })).status;
  const ready = () => status('/health/ready');

  it.each([
    {
      how: 'silent as a black hole',
      fail: async () => proxy.hold('in', 'out'),
      mend: async () => proxy.release(),
    },
    {
      how: 'gone and its connections with it',
      fail: async () => proxy.hold('in', 'out'),
      mend: async () => {
        proxy.release();
        proxy.cut();
      },
    },
    {
      how: 'stopped at once and started again',
      fail: () => postgres.stopAtOnce(),
      mend: () => postgres.restart(),
    },
  ])(
    'says so while it is $how, acknowledges nothing, and goes on by itself afterwards',
    { timeout: 60_000 },
    async ({ fail, mend }) => {
      const seller = await somebody(server.url);
      const ann = await somebody(server.url, 10_000);
      const item = await listed(seller);
      const live = await ann.join(item.id);
      expect(await live.bidUpTo(150)).toMatchObject({ status: 'accepted' });
      const bid = { bidId: crypto.randomUUID(), kind: 'maximum', points: 200 } as const;

      await fail();
      const raised = live.place(bid);
      const headers = { authorization: `Bearer ${ann.token}` };
      const paths = ['/api/auctions', `/api/auctions/${item.id}`, '/api/wallet', '/api/me/bids'];
      expect(await Promise.all(paths.map((path) => status(path, headers)))).toEqual(paths.map(() => 503));
      await expect.poll(ready, { timeout: 10_000 }).toBe(503);
      expect(await status('/health/live')).toBe(200);
      await expect(ann.auctions.bid(item.id, { ...bid, bidId: crypto.randomUUID() })).rejects.toMatchObject({
        status: 503,
      });

      await mend();
      await expect.poll(ready, { timeout: 20_000 }).toBe(200);
      // The one that was under way all the time, which the SDK has sent again and again.
      expect(await raised).toMatchObject({ status: 'accepted', leading: true });
      expect(await ann.auctions.bid(item.id, bid)).toMatchObject({ status: 'accepted', leading: true });
      expect(await ann.wallet.balance()).toEqual({ availablePoints: 9_800, heldPoints: 200 });
      await live.leave();
    },
  );
});
