/** Tampering with wallets and transfers. */
import {
  ALL_POINTS,
  BOOKS,
  type Case,
  CLEARING,
  HELD,
  HOLDS,
  MOVEMENTS,
  OUTCOMES,
} from './audit-tampering.ts';

export const TAMPERED_MONEY: readonly Case[] = [
  [
    'a negative wallet',
    ({ ann }) => [
      'alter table wallet drop constraint wallet_available_check',
      `update wallet set available = -5 where user_id = '${ann}'`,
    ],
    ({ ann }) => ({
      'no wallet is negative': `wallet ${ann} has -5 available`,
      [BOOKS]: `wallet ${ann} has -5 available`,
      [ALL_POINTS]: 'but wallets have',
    }),
  ],
  [
    'points out of nowhere',
    ({ ann }) => [`update wallet set available = available + 1 where user_id = '${ann}'`],
    ({ ann }) => ({ [BOOKS]: ann, [ALL_POINTS]: '20050 were charged, but wallets have' }),
  ],
  [
    'points moved from free to held',
    ({ bob }) => [`update wallet set available = available - 1, held = held + 1 where user_id = '${bob}'`],
    ({ bob }) => ({ [BOOKS]: bob, [HELD]: `wallet ${bob} holds 901, but leads open auctions with 900` }),
  ],
  [
    'a charge that never reached the wallet',
    ({ ann }) => [`insert into transfer (user_id, kind, points) values ('${ann}', 'charge', 7)`],
    () => ({ [BOOKS]: 'its transfers make', [ALL_POINTS]: '20057 were charged' }),
  ],
  [
    'a hold that was never written down',
    ({ openId, bob }) => [
      `delete from transfer where auction_id = '${openId}' and user_id = '${bob}' and kind = 'hold' and points = 900`,
    ],
    ({ bob, openId }) => ({
      [BOOKS]: bob,
      [HOLDS]: `auction ${openId} holds 0 of ${bob}, who owes it 900`,
      [MOVEMENTS]: `auction ${openId}: missing: hold 900 of ${bob} at entry 11`,
    }),
  ],
  [
    'a hold that outlives its auction although the books balance',
    ({ reservedId, ann }) => [
      `delete from transfer where auction_id = '${reservedId}' and user_id = '${ann}' and kind = 'release' and seq = 10`,
      `update wallet set available = available - 500, held = held + 500 where user_id = '${ann}'`,
    ],
    ({ ann, reservedId }) => ({
      [HELD]: `wallet ${ann} holds 1000, but leads open auctions with 500`,
      [HOLDS]: `auction ${reservedId} holds 500 of ${ann}, who owes it 0`,
      [MOVEMENTS]: `auction ${reservedId}: missing: release 500 of ${ann} at entry 10`,
    }),
  ],
  [
    'a price that was captured but not paid out',
    ({ soldId }) => [`delete from transfer where auction_id = '${soldId}' and kind = 'payout'`],
    ({ soldId }) => ({
      [BOOKS]: 'its transfers make',
      [ALL_POINTS]: 'clearing',
      [CLEARING]: `auction ${soldId} captured 401 and paid out 0`,
      [OUTCOMES]: `auction ${soldId} (sold)`,
      [MOVEMENTS]: `auction ${soldId}: missing: payout 401`,
    }),
  ],
  [
    'a sale that was settled twice',
    ({ boughtId }) => [
      'drop index transfer_settles_once',
      `insert into transfer (user_id, kind, points, auction_id, seq)
       select user_id, kind, points, auction_id, seq from transfer where auction_id = '${boughtId}' and kind <> 'hold'`,
    ],
    ({ boughtId }) => ({
      [BOOKS]: 'its transfers make',
      [OUTCOMES]: `auction ${boughtId} (sold)`,
      [HOLDS]: `auction ${boughtId}`,
      [MOVEMENTS]: `auction ${boughtId}: not due: capture 700`,
      [ALL_POINTS]: 'fees 180',
    }),
  ],
  [
    'an open auction that was paid for',
    ({ openId, ann, seller }) => [
      `insert into transfer (user_id, kind, points, auction_id, seq)
       values ('${ann}', 'capture', 9, '${openId}', 2), ('${seller}', 'payout', 9, '${openId}', 2)`,
    ],
    ({ openId }) => ({
      [BOOKS]: 'its transfers make',
      [HOLDS]: `auction ${openId}`,
      [OUTCOMES]: `auction ${openId} (open) moved capture 9`,
      [MOVEMENTS]: `auction ${openId}: not due: capture 9`,
    }),
  ],
  [
    'a movement of somebody else',
    ({ soldId, ann, bob }) => [
      `update transfer set user_id = '${bob}' where auction_id = '${soldId}' and user_id = '${ann}' and kind = 'capture'`,
    ],
    ({ soldId, bob }) => ({
      [BOOKS]: bob,
      [HOLDS]: `auction ${soldId} holds -401 of ${bob}, who owes it 0`,
      [OUTCOMES]: `auction ${soldId}`,
      [MOVEMENTS]: `not due: capture 401 of ${bob} at entry 11`,
    }),
  ],
];
