import { type Kysely, sql } from 'kysely';
import type { KeptAlertKind } from '../../auction/alerts.ts';
import type { UserId } from '../../auction/auction.ts';
import type { DB } from '../schema.ts';

/** Who was told of an event. */
export type Receiver = {
  readonly position: number;
  readonly userId: UserId;
  readonly kind: KeptAlertKind;
  readonly title: string;
};

/** Where to go on among receivers. */
export type ReceiverKey = Pick<Receiver, 'position' | 'userId'>;

/** Who was told of the events at these positions, in their order; of these people only, where they are named. */
export async function receiversOf(
  db: Kysely<DB>,
  positions: readonly number[],
  options: {
    readonly among: readonly UserId[] | undefined;
    readonly after: ReceiverKey | undefined;
    readonly limit: number;
  },
): Promise<Receiver[]> {
  const { among, after, limit } = options;
  let query = db
    .selectFrom('alert')
    .select(['id as position', 'user_id as userId', 'kind', 'title'])
    .where(sql<boolean>`id = any(${positions}::bigint[])`)
    .orderBy('id')
    .orderBy('user_id')
    .limit(limit);
  if (among !== undefined) query = query.where(sql<boolean>`user_id = any(${among}::uuid[])`);
  if (after !== undefined)
    query = query.where(sql<boolean>`(id, user_id) > (${after.position}::bigint, ${after.userId}::uuid)`);
  return query.execute();
}
