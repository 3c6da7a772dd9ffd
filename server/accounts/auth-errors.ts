import type { RefusalExtras } from '../doors/refusing.ts';
import type { ErrorCode } from '../error-codes.ts';

/** better-auth's codes that have one of ours; the rest is told apart by status. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  INVALID_EMAIL_OR_PASSWORD: 'wrong_credentials',
  INVALID_PASSWORD: 'wrong_credentials',
  USER_ALREADY_EXISTS: 'email_taken',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'email_taken',
  BANNED_USER: 'account_banned',
  USER_NOT_FOUND: 'no_such_user',
  INVALID_ORIGIN: 'origin_not_allowed',
  MISSING_OR_NULL_ORIGIN: 'origin_not_allowed',
  CROSS_SITE_NAVIGATION_LOGIN_BLOCKED: 'origin_not_allowed',
};

/** An error of better-auth in our one shape. */
export function translated(status: number, body: unknown): { code: ErrorCode; extras: RefusalExtras } {
  const { code, message } = (body ?? {}) as { code?: string; message?: string };
  const ours = CODES[code ?? ''] ?? codeFor(status);
  // Its own words say which field is wrong; in all other cases ours say what to do.
  return { code: ours, extras: ours === 'invalid_request' && message !== undefined ? { message } : {} };
}

function codeFor(status: number): ErrorCode {
  switch (status) {
    case 401:
      return 'sign_in_required';
    case 403:
      return 'admins_only';
    case 404:
      return 'not_found';
    case 415:
      return 'unsupported_media_type';
    case 429:
      return 'too_many_requests';
    default:
      return status >= 500 ? 'internal_error' : 'invalid_request';
  }
}
