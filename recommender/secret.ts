import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Database } from '../persistence/database.ts';
import { settingOr } from '../persistence/settings.ts';

/** Whether a request brings the secret the two servers share, compared so that the time it takes tells nothing of how much was right. */
export function secretCheck(secret: string): (authorization: string | undefined) => boolean {
  const wanted = digest(secret);
  return (authorization = '') => timingSafeEqual(digest(authorization.replace(/^Bearer /i, '')), wanted);
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The secret where nobody configured one: made once, and the same for every server of this database. */
export const recommenderSecret = (db: Database['db']): Promise<string> =>
  settingOr(db, 'recommender_secret', () => randomBytes(32).toString('base64url'));
