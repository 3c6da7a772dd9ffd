import { describe, expect, test } from 'vitest';
import { ApiFailure, apiFailure, ConnectionFailure } from '../../client-sdk/failures.ts';
import { isFinal } from '../../client-sdk/seat.ts';

describe('an error answer is read', () => {
  test('with the time the server asks to wait', () => {
    const error = { code: 'too_many_requests', message: 'Wait.', requestId: 'r' };
    expect(apiFailure(429, '', { error }, '7')).toMatchObject({ status: 429, retryAfterMs: 7_000 });
    expect(apiFailure(429, '', { error }, 'Sun, 22 Nov 2026 20:00:00 GMT').retryAfterMs).toBe(0);
  });

  test('as the house writes it', () => {
    const details = [{ field: 'endsAt', message: 'The end lies before the start.' }];
    const error = { code: 'invalid_terms', message: 'Not on these terms.', details, requestId: 'r1' };
    expect(apiFailure(400, 'Bad Request', { error })).toMatchObject({
      status: 400,
      ...error,
      retryAfterMs: 0,
    });
  });

  test('as better-auth writes it', () => {
    const failure = apiFailure(401, 'Unauthorized', {
      code: 'INVALID_PASSWORD',
      message: 'Invalid password',
    });
    expect(failure).toMatchObject({ code: 'INVALID_PASSWORD', message: 'Invalid password', requestId: null });
  });

  test('as Colyseus writes it', () => {
    const failure = apiFailure(404, 'Not Found', { code: 404, error: 'no_such_auction' });
    expect(failure).toMatchObject({ code: '404', message: 'no_such_auction', details: [] });
  });

  test.each([undefined, null, '', [], 'gateway'])('even when it says %j', (body) => {
    expect(apiFailure(502, 'Bad Gateway', body)).toMatchObject({ code: 'http_502', message: 'Bad Gateway' });
  });
});

describe('joining is given up', () => {
  const answered = (status: number, code: string) => new ApiFailure(status, code, '', [], null);

  test.each([
    [404, 'no_such_auction'],
    [401, 'sign_in_required'],
    [403, 'account_banned'],
    [400, 'invalid_request'],
  ])('after %i %s, because asking again cannot help', (status, code) => {
    expect(isFinal(answered(status, code))).toBe(true);
  });

  test.each([
    [404, 'http_404'],
    [429, 'too_many_requests'],
    [500, 'internal_error'],
    [503, 'unavailable'],
  ])('not after %i %s, which passes', (status, code) => {
    expect(isFinal(answered(status, code))).toBe(false);
  });

  test('not when nobody answered', () => {
    expect(isFinal(new ConnectionFailure('silence'))).toBe(false);
  });
});
