import type { TransferBody } from '../../auction/api.ts';
import { walletChange } from '../../auction/movements.ts';
import { points } from '../../auction/points.ts';
import { charge } from '../../persistence/charges.ts';
import { readNumberKey } from '../../persistence/cursor.ts';
import { type StoredTransfer, transfersOf, type WalletBalance, walletOf } from '../../persistence/wallets.ts';
import { HTTP_LIMITS } from '../limits.ts';
import type { App, Parts } from '../parts.ts';
import { refuse } from '../refusing.ts';
import { readPage } from '../requests.ts';
import { type Guards, signedIn } from '../sessions.ts';
import { ERRORS } from '../shapes/error-shapes.ts';
import { PageQueryShape, pageShape } from '../shapes/page-shapes.ts';
import { ChargeRequestShape, ChargeShape, TransferShape, WalletShape } from '../shapes/wallet-shapes.ts';

/** Visible ASCII, as header values are. */
const IDEMPOTENCY_KEY = new RegExp(`^[!-~]{1,${HTTP_LIMITS.idempotencyKeyLength}}$`);

export function walletRoutes(app: App, { database }: Parts, { requireUser }: Guards): void {
  /** `WalletBody` of whoever is signed in. */
  app.get(
    '/api/wallet',
    { onRequest: requireUser, schema: { response: { 200: WalletShape, ...ERRORS } } },
    async (request) => walletBody(await walletOf(database.db, signedIn(request).id)),
  );

  /**
   * `{ points }` with the header `Idempotency-Key` → 201 `WalletBody & { charge: TransferBody }`; 200 when the key had been charged
   * before: the same charge again, the wallet as it is now. 409 `idempotency_key_reused` (another amount), `wallet_full`.
   */
  app.post(
    '/api/wallet/charges',
    {
      onRequest: requireUser,
      schema: { body: ChargeRequestShape, response: { 200: ChargeShape, 201: ChargeShape, ...ERRORS } },
    },
    async (request, reply) => {
      const key = request.headers['idempotency-key'];
      if (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key))
        return refuse(reply, 'idempotency_key_missing');
      const result = await charge(database.db, {
        userId: signedIn(request).id,
        idempotencyKey: key,
        points: points(request.body.points),
      });
      if (result.kind === 'refused') return refuse(reply, result.code);
      return reply
        .code(result.repeated ? 200 : 201)
        .send({ ...walletBody(result.wallet), charge: transferBody(result.transfer) });
    },
  );

  /** A page of `TransferBody`, newest first. 400 `invalid_cursor`. */
  app.get(
    '/api/wallet/transfers',
    {
      onRequest: requireUser,
      schema: { querystring: PageQueryShape, response: { 200: pageShape(TransferShape), ...ERRORS } },
    },
    async (request, reply) => {
      const page = readPage(request.query, readNumberKey);
      if (page === undefined) return refuse(reply, 'invalid_cursor');
      const { items, nextCursor } = await transfersOf(database.db, signedIn(request).id, page);
      return { items: items.map(transferBody), nextCursor };
    },
  );
}

const walletBody = ({ available, held }: WalletBalance) => ({ availablePoints: available, heldPoints: held });

function transferBody({ id, kind, points: amount, auctionId, at }: StoredTransfer): TransferBody {
  const { available, held } = walletChange(kind);
  return {
    id: String(id),
    kind,
    points: amount,
    availableChange: available * amount,
    heldChange: held * amount,
    auctionId,
    at: at.toISOString(),
  };
}
