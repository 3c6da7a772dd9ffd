import { createECDH } from 'node:crypto';
import { expect, test } from 'vitest';
import { unsubscribeToken } from '../../../server/notices/unsubscribe-tokens.ts';
import { NOTICE_SECRET } from '../server-stage.ts';
import { NOBODY, type Visit } from './visit.ts';

/** Being told while one is away. */
export function noticeVisits(visit: Visit): void {
  test('notices: browsers, with and without keys of the house', async () => {
    const { tour, server, ann } = visit;
    const browser = createECDH('prime256v1');
    browser.generateKeys();
    const body = {
      endpoint: 'https://push.example.com/x',
      keys: { p256dh: browser.getPublicKey('base64url'), auth: 'A'.repeat(22) },
    };
    await tour.expect([200], 'GET', '/api/push-key');
    const { id } = await tour.expect([200], 'PUT', '/api/me/push-endpoints', { as: ann, body });
    await tour.expect([400, 'invalid_request'], 'PUT', '/api/me/push-endpoints', {
      as: ann,
      body: { ...body, endpoint: 'https://127.0.0.1/x' },
    });
    const { items } = await tour.expect([200], 'GET', '/api/me/push-endpoints', { as: ann });
    expect(items).toMatchObject([{ id }]);
    await tour.expect([204], 'DELETE', `/api/me/push-endpoints/${id}`, { as: ann });
    await tour.expect([404, 'no_such_push_endpoint'], 'DELETE', `/api/me/push-endpoints/${NOBODY}`, {
      as: ann,
    });

    const { pushKey } = server.notices;
    Object.assign(server.notices, { pushKey: undefined });
    try {
      await tour.expect([404, 'push_off'], 'GET', '/api/push-key');
      await tour.expect([404, 'push_off'], 'PUT', '/api/me/push-endpoints', { as: ann, body });
    } finally {
      Object.assign(server.notices, { pushKey });
    }
  });

  test('notices: preferences, and the way out of e-mail', async () => {
    const { tour, ann } = visit;
    const path = '/api/me/notice-preferences';
    await tour.expect([200], 'GET', path, { as: ann });
    await tour.expect([200], 'PUT', path, {
      as: ann,
      body: { email: ['won'], push: ['outbid', 'ending_soon'] },
    });
    const token = unsubscribeToken(NOTICE_SECRET, ann.user.id);
    for (const method of ['GET', 'POST'] as const) {
      await tour.expect([200], method, `/api/unsubscribe?token=${token}`);
      await tour.expect([400, 'wrong_unsubscribe_link'], method, '/api/unsubscribe?token=forged');
      await tour.expect([400, 'invalid_request'], method, '/api/unsubscribe');
    }
    expect(await tour.expect([200], 'GET', path, { as: ann })).toMatchObject({ email: [] });
  });
}
