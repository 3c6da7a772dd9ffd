/** Rows that belong to nothing, which foreign keys would keep out. */
import {
  ALL_POINTS,
  BIDS_BELONG,
  BOOKS,
  bidOf,
  type Case,
  NUMBERS,
  TRANSFERS_BELONG,
  UNKNOWN,
} from './audit-tampering.ts';

export const STRAYS: readonly Case[] = [
  [
    'an id decided twice',
    ({ openId, bob }) => [
      'drop index bid_decided_once',
      `update bid set bid_id = '${UNKNOWN}' where auction_id = '${openId}' and bidder_id = '${bob}'`,
    ],
    ({ bob }) => ({ 'no bid id was decided twice': `bid id ${UNKNOWN} of ${bob} was decided 3 times` }),
  ],
  [
    'a bid in an auction that does not exist',
    ({ openId }) => [`update bid set auction_id = '${UNKNOWN}' where ${bidOf(openId, 1)}`],
    () => ({ [BIDS_BELONG]: `bid ${UNKNOWN} #1: there is no such auction`, [NUMBERS]: 'entry 2' }),
  ],
  [
    'a bid of nobody',
    ({ openId }) => [`update bid set bidder_id = '${UNKNOWN}' where ${bidOf(openId, 9)}`],
    () => ({ [BIDS_BELONG]: `#9: there is no bidder ${UNKNOWN}` }),
  ],
  [
    'a transfer in an auction that does not exist',
    ({ bob }) => [
      `insert into transfer (user_id, kind, points, auction_id, seq) values
       ('${bob}', 'hold', 3, '${UNKNOWN}', 1), ('${bob}', 'release', 3, '${UNKNOWN}', 1)`,
    ],
    () => ({ [TRANSFERS_BELONG]: `(hold of 3): there is no auction ${UNKNOWN}` }),
  ],
  [
    'a transfer of nobody',
    () => [`insert into transfer (user_id, kind, points) values ('${UNKNOWN}', 'charge', 3)`],
    () => ({
      [TRANSFERS_BELONG]: `(charge of 3): there is no wallet ${UNKNOWN}`,
      [BOOKS]: `wallet ${UNKNOWN} has nothing available`,
      [ALL_POINTS]: '20053 were charged',
    }),
  ],
];
