import { createHmac, timingSafeEqual } from 'node:crypto';

const FORM = /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\.([\w-]{43})$/;

const signature = (secret: string, userId: string): Buffer =>
  createHmac('sha256', secret).update(`unsubscribe ${userId}`).digest();

/** Lets whoever has it, which is whoever got the message, turn e-mail off for one person, and nothing else. It does not grow old, as messages do not. */
export const unsubscribeToken = (secret: string, userId: string): string =>
  `${userId}.${signature(secret, userId).toString('base64url')}`;

/** Whose token it is; undefined when it is not one of ours. */
export function readUnsubscribeToken(secret: string, token: string): string | undefined {
  const [, userId = '', signed = ''] = FORM.exec(token) ?? [];
  const given = Buffer.from(signed, 'base64url');
  const expected = signature(secret, userId);
  return given.length === expected.length && timingSafeEqual(given, expected) ? userId : undefined;
}
