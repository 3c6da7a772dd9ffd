import { randomUUID } from 'node:crypto';
import { matchMaker } from '@colyseus/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Board } from '../../rooms/view/board.ts';
import { openServer } from './server-stage.ts';

let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.close());

it('whoever edits the state of a room edits a picture: the rules decide by what was committed', async () => {
  const [seller, ann] = [await server.signUp(), await server.signUp()];
  await server.ask('POST', '/api/wallet/charges', {
    as: ann,
    body: { points: 1_000 },
    headers: { 'idempotency-key': randomUUID() },
  });
  const { body: auction } = await server.ask('POST', '/api/auctions', {
    as: seller,
    body: {
      title: 'A thing',
      description: '',
      startPricePoints: 100,
      endsAt: new Date(Date.now() + 600_000).toISOString(),
    },
  });
  const bid = (points: number) =>
    server.ask('POST', `/api/auctions/${auction.id}/bids`, {
      as: ann,
      body: { bidId: randomUUID(), kind: 'plain', points },
    });
  expect(await bid(99)).toMatchObject({ status: 409, body: { error: { code: 'below_minimum' } } });

  // What the monitor's state editor would do, were it open.
  const board = matchMaker.getLocalRoomById(auction.id)?.state as Board;
  Object.assign(board, {
    pricePoints: 1,
    minimumPoints: 1,
    phase: 'closed',
    ending: 'sold',
    leaderAlias: 'nobody',
  });

  expect(await bid(99)).toMatchObject({ status: 409, body: { error: { code: 'below_minimum' } } });
  expect(await bid(100)).toMatchObject({ status: 200, body: { status: 'accepted', leading: true } });
  await expect
    .poll(() => board)
    .toMatchObject({ pricePoints: 100, minimumPoints: 101, phase: 'live', ending: '' });
});
