import type { Kysely } from 'kysely';
import { LIMITS } from '../auction/limits.ts';
import type { Points } from '../auction/points.ts';
import type { DB } from './schema.ts';
import type { StoredTransfer, WalletBalance } from './wallets.ts';

export type ChargeOrder = {
  readonly userId: string;
  /** Made by the client, 1 to 100 characters; one key is one charge, however often it is sent. */
  readonly idempotencyKey: string;
  readonly points: Points;
};

export type ChargeResult =
  | {
      readonly kind: 'charged';
      /** True when this key had been charged before: nothing moved now. */
      readonly repeated: boolean;
      readonly transfer: StoredTransfer;
      readonly wallet: WalletBalance;
    }
  | { readonly kind: 'refused'; readonly code: 'idempotency_key_reused' | 'wallet_full' };

/** Puts points into a wallet once per key. The wallet's lock makes two requests with the same key wait for each other. */
export function charge(db: Kysely<DB>, order: ChargeOrder): Promise<ChargeResult> {
  return db.transaction().execute(async (transaction) => {
    const wallet = await transaction
      .selectFrom('wallet')
      .select(['available', 'held'])
      .where('user_id', '=', order.userId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();

    const before = await transaction
      .selectFrom('charge')
      .select(['points', 'at'])
      .where('user_id', '=', order.userId)
      .where('idempotency_key', '=', order.idempotencyKey)
      .executeTakeFirst();
    if (before !== undefined) {
      if (before.points !== order.points) return { kind: 'refused', code: 'idempotency_key_reused' };
      return { kind: 'charged', repeated: true, transfer: await transferOf(transaction, order), wallet };
    }
    if (wallet.available + wallet.held + order.points > LIMITS.walletPoints)
      return { kind: 'refused', code: 'wallet_full' };

    await transaction
      .insertInto('charge')
      .values({ user_id: order.userId, idempotency_key: order.idempotencyKey, points: order.points })
      .execute();
    const transfer = await transaction
      .insertInto('transfer')
      .values({
        user_id: order.userId,
        kind: 'charge',
        points: order.points,
      })
      .returning(['id', 'kind', 'points', 'auction_id as auctionId', 'at'])
      .executeTakeFirstOrThrow();
    const after = await transaction
      .updateTable('wallet')
      .set((row) => ({ available: row('available', '+', order.points) }))
      .where('user_id', '=', order.userId)
      .returning(['available', 'held'])
      .executeTakeFirstOrThrow();
    return { kind: 'charged', repeated: false, transfer, wallet: after };
  });
}

/** Charge and transfer carry the same time, that of their one transaction. */
function transferOf(db: Kysely<DB>, { userId, idempotencyKey }: ChargeOrder): Promise<StoredTransfer> {
  return db
    .selectFrom('transfer')
    .innerJoin('charge', (join) =>
      join
        .onRef('charge.user_id', '=', 'transfer.user_id')
        .onRef('charge.at', '=', 'transfer.at')
        .onRef('charge.points', '=', 'transfer.points'),
    )
    .select([
      'transfer.id as id',
      'transfer.kind as kind',
      'transfer.points as points',
      'transfer.auction_id as auctionId',
      'transfer.at as at',
    ])
    .where('charge.user_id', '=', userId)
    .where('charge.idempotency_key', '=', idempotencyKey)
    .where('transfer.kind', '=', 'charge')
    .orderBy('transfer.id')
    .limit(1)
    .executeTakeFirstOrThrow();
}
