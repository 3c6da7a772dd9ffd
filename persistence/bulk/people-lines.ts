import type { UserId } from '../../auction/auction.ts';
import type { Points } from '../../auction/points.ts';
import { copyLine, copyText, copyTime } from './copy-text.ts';

export type SeededPerson = {
  readonly id: UserId;
  readonly name: string;
  readonly email: string;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  readonly gender: 'female' | 'male' | 'other' | 'undisclosed';
  readonly signedUpMs: number;
};

export function userLine({ id, name, email, birthDate, gender, signedUpMs }: SeededPerson): string {
  const signedUp = copyTime(signedUpMs);
  return copyLine([id, copyText(name), email, 'f', signedUp, signedUp, birthDate, gender]);
}

export const walletLine = (
  userId: UserId,
  { available, held }: { available: Points; held: Points },
): string => copyLine([userId, available, held]);

type Charge = {
  readonly userId: UserId;
  readonly key: string;
  readonly points: Points;
  readonly atMs: number;
};

/** A charge and its movement, at the same time: that is how they are found together. */
export const chargeLine = ({ userId, key, points, atMs }: Charge): string =>
  copyLine([userId, key, points, copyTime(atMs)]);

export const chargeTransferLine = ({ userId, points, atMs }: Charge): string =>
  copyLine([userId, 'charge', points, null, null, copyTime(atMs)]);

type Image = { readonly id: string; readonly width: number; readonly height: number };

/** Its files are there. */
export const imageLine = ({ id, width, height }: Image, ownerId: UserId, uploadedAtMs: number): string =>
  copyLine([id, ownerId, width, height, copyTime(uploadedAtMs), 't']);
