/** Tampering with auctions and their logs. */
import {
  bidOf,
  type Case,
  DECISIONS,
  EPOCHS,
  HELD,
  HOLDS,
  MOVEMENTS,
  NUMBERS,
  OUTCOMES,
} from './audit-tampering.ts';

export const TAMPERED_LOGS: readonly Case[] = [
  [
    'another winner',
    ({ soldId, bob }) => [
      `update auction set winner_id = '${bob}', leader_id = '${bob}' where id = '${soldId}'`,
    ],
    ({ soldId, ann, bob }) => ({
      [OUTCOMES]: `capture 401 ${bob} at 11`,
      [DECISIONS]: `auction ${soldId}: leader is ${bob}, must be ${ann}; winner is ${bob}, must be ${ann}`,
    }),
  ],
  [
    'another ending',
    ({ reservedId }) => [`update auction set unsold_reason = 'no_bids' where id = '${reservedId}'`],
    ({ reservedId }) => ({
      [DECISIONS]: `auction ${reservedId}: unsoldReason is no_bids, must be reserve_not_met`,
    }),
  ],
  [
    'a closing before its time',
    ({ soldId }) => [`update auction set closed_at = ends_at - interval '1 second' where id = '${soldId}'`],
    ({ soldId }) => ({
      [DECISIONS]: `auction ${soldId}, entry 11: ending is sold, must be not_over`,
      [MOVEMENTS]: `auction ${soldId}: not due: capture 401`,
    }),
  ],
  [
    'another price, maximum and end of an auction',
    ({ openId }) => [
      `update auction set price = price + 1, leader_maximum = leader_maximum + 1, ends_at = ends_at + interval '1 second'
       where id = '${openId}'`,
    ],
    ({ openId, bob }) => ({
      [HELD]: bob,
      [HOLDS]: openId,
      [DECISIONS]: `auction ${openId}: endsAtMs is 1700003601000, must be 1700003600000; pricePoints is 502, must be 501`,
    }),
  ],
  [
    'a refusal made into an acceptance',
    ({ openId }) => [`update bid set outcome = 'accepted' where ${bidOf(openId, 9)}`],
    ({ openId }) => ({
      [DECISIONS]: `auction ${openId}, entry 9: outcome is accepted, must be insufficient_points`,
    }),
  ],
  [
    'an acceptance made into a refusal',
    ({ openId }) => [`update bid set outcome = 'ended', took_lead = false where ${bidOf(openId, 11)}`],
    ({ openId }) => ({ [DECISIONS]: `auction ${openId}, entry 11: outcome is ended, must be accepted` }),
  ],
  [
    'another price, minimum and lead of a bid',
    ({ openId }) => [
      `update bid set price = price + 1, minimum = minimum + 2, took_lead = true where ${bidOf(openId, 4)}`,
    ],
    ({ openId }) => ({
      [DECISIONS]:
        `auction ${openId}, entry 4: leading is true, must be false; pricePoints is 307, must be 306; ` +
        'minimumPoints is 309, must be 307',
    }),
  ],
  [
    'another amount of a bid',
    ({ openId }) => [`update bid set points = 901 where ${bidOf(openId, 11)}`],
    ({ openId, bob }) => ({
      [DECISIONS]: `auction ${openId}: maximumPoints is 900, must be 901`,
      [MOVEMENTS]: `missing: hold 901 of ${bob} at entry 11`,
    }),
  ],
  [
    'a bid that is gone',
    ({ openId }) => [`delete from bid where ${bidOf(openId, 9)}`],
    ({ openId }) => ({ [NUMBERS]: `auction ${openId}, entry 10: numbering is 10, must be 9` }),
  ],
  [
    'a last bid that is gone',
    ({ soldId }) => [`delete from bid where ${bidOf(soldId, 12)}`],
    ({ soldId }) => ({ [NUMBERS]: `auction ${soldId}: seq is 12, must be 11` }),
  ],
  [
    'a bid decided by somebody who had lost the auction',
    ({ openId }) => [`update bid set epoch = 2 where ${bidOf(openId, 3)}`],
    ({ openId }) => ({ [EPOCHS]: `auction ${openId}, entry 4: epoch is 1, must be 2 or more` }),
  ],
  [
    'an epoch that the auction never had',
    ({ openId }) => [`update bid set epoch = 9 where ${bidOf(openId, 11)}`],
    ({ openId }) => ({ [EPOCHS]: `auction ${openId}: epoch is 2, must be 9 or more` }),
  ],
  [
    'terms by which nothing can be decided',
    ({ soldId }) => [`update auction set ladder = '[]' where id = '${soldId}'`],
    ({ soldId }) => ({
      [DECISIONS]: `auction ${soldId} cannot be decided again: a ladder without an open last rung`,
    }),
  ],
  [
    'an amount that is none',
    ({ openId }) => [`update bid set available = -1 where ${bidOf(openId, 9)}`],
    ({ openId }) => ({
      [DECISIONS]: `auction ${openId} cannot be decided again: not an amount of points: -1`,
    }),
  ],
];
