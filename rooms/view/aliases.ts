import { createHmac } from 'node:crypto';
import type { AuctionId, UserId } from '../../auction/auction.ts';

const KINDS = [
  'otter',
  'heron',
  'lynx',
  'robin',
  'panda',
  'tiger',
  'crane',
  'fox',
  'koala',
  'magpie',
  'badger',
  'wren',
  'seal',
  'ibex',
  'raven',
  'hare',
];
const MOODS = [
  'amber',
  'brisk',
  'calm',
  'dapper',
  'eager',
  'fond',
  'gentle',
  'hardy',
  'ivory',
  'jolly',
  'keen',
  'lucid',
  'merry',
  'noble',
  'olive',
  'proud',
];

export type Aliases = (auctionId: AuctionId, userId: UserId) => string;

/**
 * A name per account and auction, the same on every node and after every restart, that leads back to nobody without the secret: what
 * one does in one auction cannot be followed into another.
 */
export function aliasesUnder(secret: string): Aliases {
  return (auctionId, userId) => {
    const digest = createHmac('sha256', secret).update(`${auctionId} ${userId}`).digest();
    const mood = MOODS[digest.readUInt8(0) % MOODS.length];
    const kind = KINDS[digest.readUInt8(1) % KINDS.length];
    return `${mood}-${kind}-${(digest.readUInt32BE(2) % 9_000) + 1_000}`;
  };
}
