/** One bid in a transaction of its own: what the three alternatives share. The rules are the settler's, for one letter. */
import { randomUUID } from 'node:crypto';
import type { UserId } from '../../../auction/auction.ts';
import { walletChange } from '../../../auction/movements.ts';
import { type Points, points } from '../../../auction/points.ts';
import type { OwnedState, TransferRecord } from '../../../auction/records.ts';
import { settleLetters } from '../../../auction/settlement.ts';
import { type AuctionRow, auctionFromRow } from '../../../persistence/auction-rows.ts';
import type { Bid, Reply } from '../bidding.ts';

export type WalletRow = { readonly user_id: string; readonly available: number };

export type DecidedBid = { readonly reply: Reply; readonly values: readonly unknown[] };

/** Decides the bid; the values are the parameters of the statements in `one-bid-statements.ts`, in their order. */
export function decideOne(
  row: AuctionRow,
  wallets: readonly WalletRow[],
  bidderId: UserId,
  bid: Bid,
): DecidedBid {
  const owned: OwnedState = {
    auction: auctionFromRow(row),
    epoch: row.epoch,
    seq: row.seq,
    closedSeq: row.closed_seq,
  };
  const request = {
    kind: 'bid',
    bidKind: 'plain',
    bidderId,
    bidId: randomUUID(),
    points: bid.amountOver(row.price),
    atMs: Date.now(),
  } as const;
  const { writes, states } = settleLetters([{ auctionId: row.id, request }], new Map([[row.id, owned]]), {
    epochs: new Map([[row.id, row.epoch]]),
    available: new Map(wallets.map(({ user_id, available }) => [user_id, points(available)])),
    known: [],
    outage: null,
  });
  const [record] = writes.bids;
  const after = states.get(row.id)?.auction;
  if (record === undefined || after === undefined) throw new Error('a bid was decided without being logged');
  return {
    reply: { code: record.outcome, pricePoints: record.pricePoints },
    values: [
      record.auctionId,
      record.seq,
      record.epoch,
      record.bidderId,
      record.bidId,
      record.kind,
      record.points,
      record.atMs,
      record.outcome,
      record.leading,
      record.pricePoints,
      record.minimumPoints,
      record.availablePoints,
      writes.transfers.map(({ userId }) => userId),
      writes.transfers.map(({ kind }) => kind),
      writes.transfers.map((transfer) => transfer.points),
      writes.transfers.map(signed('available')),
      writes.transfers.map(signed('held')),
      after.endsAtMs,
      after.leader?.userId ?? null,
      after.leader?.maximumPoints ?? null,
      after.leader?.sinceMs ?? null,
      after.acceptedBids,
    ],
  };
}

/** A plain bid moves each wallet at most once, so a movement is also a wallet's change. */
const signed =
  (side: 'available' | 'held') =>
  ({ kind, points: amount }: TransferRecord): number =>
    walletChange(kind)[side] * (amount as Points);
