import type { TransferBody } from '../../auction/api.ts';
import { walletChange } from '../../auction/movements.ts';
import { points } from '../../auction/points.ts';
import { charge } from '../../persistence/charges.ts';
import { readNumberKey } from '../../persistence/cursor.ts';
import { type StoredTransfer, transfersOf, type WalletBalance, walletOf } from '../../persistence/wallets.ts';
import { type Guards, signedIn } from '../accounts/sessions.ts';
import { refuse } from '../doors/refusing.ts';
import type { App, Parts } from '../parts.ts';
import { readPage } from '../requests.ts';
import { changeErrors, errors } from '../shapes/error-shapes.ts';
import { PageQueryShape } from '../shapes/page-shapes.ts';
import { USER } from '../shapes/security.ts';
import {
  ChargedShape,
  ChargeHeadersShape,
  ChargeRequestShape,
  TransfersShape,
  WalletShape,
} from '../shapes/wallet-shapes.ts';

export function walletRoutes(app: App, { database }: Parts, { requireUser }: Guards): void {
  const tags = ['Wallet'];

  app.get(
    '/api/wallet',
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'Free and held points',
        security: USER,
        response: { 200: WalletShape, ...errors('sign_in_required') },
      },
    },
    async (request) => walletBody(await walletOf(database.db, signedIn(request).id)),
  );

  app.post(
    '/api/wallet/charges',
    {
      onRequest: requireUser,
      config: { malformedHeaders: 'idempotency_key_missing' },
      schema: {
        tags,
        summary: 'Charge the wallet',
        description:
          '201 the first time a key is sent. 200 when it had been charged before: the same charge, and the wallet as it is now. ' +
          'So after a connection that broke, send the same key again.',
        security: USER,
        headers: ChargeHeadersShape,
        body: ChargeRequestShape,
        response: {
          200: ChargedShape,
          201: ChargedShape,
          ...changeErrors(
            'sign_in_required',
            'idempotency_key_missing',
            'idempotency_key_reused',
            'wallet_full',
          ),
        },
      },
    },
    async (request, reply) => {
      const result = await charge(database.db, {
        userId: signedIn(request).id,
        idempotencyKey: request.headers['idempotency-key'],
        points: points(request.body.points),
      });
      if (result.kind === 'refused') return refuse(reply, result.code);
      return reply
        .code(result.repeated ? 200 : 201)
        .send({ ...walletBody(result.wallet), charge: transferBody(result.transfer) });
    },
  );

  app.get(
    '/api/wallet/transfers',
    {
      onRequest: requireUser,
      schema: {
        tags,
        summary: 'Every movement',
        description: 'Newest first.',
        security: USER,
        querystring: PageQueryShape,
        response: {
          200: TransfersShape,
          ...errors('invalid_request', 'invalid_cursor', 'sign_in_required'),
        },
      },
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
