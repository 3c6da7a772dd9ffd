import { Type } from 'typebox';
import type { Charged, ChargeRequest, Page, TransferBody, WalletBody } from '../../auction/api.ts';
import { LIMITS } from '../../auction/limits.ts';
import { HTTP_LIMITS } from '../limits.ts';
import { shapeOf } from './agreement.ts';
import { pageShape } from './page-shapes.ts';

const wallet = {
  availablePoints: Type.Integer({ description: 'free to spend' }),
  heldPoints: Type.Integer({ description: 'kept for auctions one is leading' }),
};

export const WalletShape = shapeOf<WalletBody>()(Type.Object(wallet, { title: 'Wallet' }));

export const ChargeRequestShape = shapeOf<ChargeRequest>()(
  Type.Object(
    { points: Type.Integer({ minimum: 1, maximum: LIMITS.chargePoints }) },
    { title: 'Charge', additionalProperties: false },
  ),
);

/** Visible ASCII, as header values are. */
export const ChargeHeadersShape = Type.Object({
  'idempotency-key': Type.String({
    pattern: `^[!-~]{1,${HTTP_LIMITS.idempotencyKeyLength}}$`,
    description:
      'a new one for each charge, such as a UUID: the same key charges once, however often it is sent',
  }),
});

const TransferShape = shapeOf<TransferBody>()(
  Type.Object(
    {
      id: Type.String(),
      kind: Type.Enum(['charge', 'hold', 'release', 'capture', 'payout', 'fee']),
      points: Type.Integer(),
      availableChange: Type.Integer({
        description: 'what it did to the free points: negative for holds and fees, zero for captures',
      }),
      heldChange: Type.Integer(),
      auctionId: Type.Union([Type.String(), Type.Null()]),
      at: Type.String({ format: 'date-time' }),
    },
    { title: 'Transfer' },
  ),
);

export const TransfersShape = shapeOf<Page<TransferBody>>()(pageShape(TransferShape));

/** The wallet as it is now, and the movement that this key made, the same one every time. */
export const ChargedShape = shapeOf<Charged>()(
  Type.Object({ ...wallet, charge: TransferShape }, { title: 'Charged' }),
);
