import { Type } from 'typebox';
import type { ChargeRequest, TransferBody, WalletBody } from '../../auction/api.ts';
import { LIMITS } from '../../auction/limits.ts';
import { shapeOf } from './agreement.ts';

const wallet = {
  availablePoints: Type.Integer({ description: 'free to spend' }),
  heldPoints: Type.Integer({ description: 'kept for auctions one is leading' }),
};

export const WalletShape = shapeOf<WalletBody>()(Type.Object(wallet));

export const ChargeRequestShape = shapeOf<ChargeRequest>()(
  Type.Object(
    { points: Type.Integer({ minimum: 1, maximum: LIMITS.chargePoints }) },
    { additionalProperties: false },
  ),
);

export const TransferShape = shapeOf<TransferBody>()(
  Type.Object({
    id: Type.String(),
    kind: Type.Enum(['charge', 'hold', 'release', 'capture', 'payout', 'fee']),
    points: Type.Integer(),
    availableChange: Type.Integer(),
    heldChange: Type.Integer(),
    auctionId: Type.Union([Type.String(), Type.Null()]),
    at: Type.String({ format: 'date-time' }),
  }),
);

/** The wallet as it is now, and the movement that this key made, the same one every time. */
export const ChargeShape = Type.Object({ ...wallet, charge: TransferShape });
