import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newAccount, type Person } from '../server-stage.ts';
import { NOBODY, type Visit } from './visit.ts';

/** Accounts, sessions, administration and the wallet. */
export function accountVisits(visit: Visit): void {
  test('accounts: signing up, in, out, and what one may change', async () => {
    const account = newAccount();
    const up = () => visit.tour.ask('POST', '/api/auth/sign-up/email', { body: account });
    const { body: first, headers } = await up();
    expect(decodeURIComponent(String(headers['set-auth-token']))).toBe(first.token);
    expect((await up()).body.error.code).toBe('email_taken');
    const person: Person = { token: first.token, cookie: '', user: first.user };

    const { email, password } = account;
    await visit.tour.expect([200], 'POST', '/api/auth/sign-in/email', { body: { email, password } });
    await visit.tour.expect([401, 'wrong_credentials'], 'POST', '/api/auth/sign-in/email', {
      body: { email, password: 'wrong' },
    });
    expect(await visit.tour.expect([200], 'GET', '/api/auth/get-session')).toBeNull();
    expect(await visit.tour.expect([200], 'GET', '/api/auth/get-session', { as: person })).toMatchObject({
      user: first.user,
    });
    await visit.tour.expect([200], 'POST', '/api/auth/update-user', { as: person, body: { name: 'Grace' } });
    await visit.tour.expect([400, 'invalid_request'], 'POST', '/api/auth/update-user', {
      as: person,
      body: { birthDate: '2999-01-01' },
    });

    const sessions = await visit.tour.expect([200], 'GET', '/api/auth/list-sessions', { as: person });
    expect(sessions).toHaveLength(2);
    await visit.tour.expect([200], 'POST', '/api/auth/revoke-session', {
      as: person,
      body: { token: sessions[1].token },
    });
    await visit.tour.expect([200], 'POST', '/api/auth/revoke-other-sessions', { as: person });

    const change = { currentPassword: password, newPassword: 'another horse' };
    await visit.tour.expect([401, 'wrong_credentials'], 'POST', '/api/auth/change-password', {
      as: person,
      body: { ...change, currentPassword: 'wrong' },
    });
    expect(
      await visit.tour.expect([200], 'POST', '/api/auth/change-password', { as: person, body: change }),
    ).toMatchObject({ token: null });
    const { token } = await visit.tour.expect([200], 'POST', '/api/auth/change-password', {
      as: person,
      body: { currentPassword: 'another horse', newPassword: password, revokeOtherSessions: true },
    });
    await visit.tour.expect([200], 'POST', '/api/auth/revoke-sessions', { as: { ...person, token } });
    expect(
      await visit.tour.expect([200], 'GET', '/api/auth/get-session', { as: { ...person, token } }),
    ).toBeNull();
    await visit.tour.expect([200], 'POST', '/api/auth/sign-out');
  });

  test('administrators: accounts, bans, roles and sessions', async () => {
    const person = await visit.server.signUp();
    const userId = person.user.id;
    const order = (path: string, body: object, expected: readonly [number, string?] = [200]) =>
      visit.tour.expect(expected, 'POST', `/api/auth/admin/${path}`, { as: visit.admin, body });
    const question = (path: string, expected: readonly [number, string?] = [200]) =>
      visit.tour.expect(expected, 'GET', `/api/auth/admin/${path}`, { as: visit.admin });

    expect(await question('list-users?limit=1&sortBy=createdAt&searchValue=a')).toMatchObject({ limit: 1 });
    expect(await question(`get-user?id=${userId}`)).toMatchObject(person.user);
    await question(`get-user?id=${NOBODY}`, [404, 'no_such_user']);

    await order('set-role', { userId, role: 'user' });
    expect(await order('list-user-sessions', { userId })).toMatchObject({ sessions: [{ userId }] });
    expect(await order('ban-user', { userId, banReason: 'shouting', banExpiresIn: 60 })).toMatchObject({
      user: { banned: true, banReason: 'shouting' },
    });
    await visit.tour.expect([403, 'account_banned'], 'POST', '/api/auth/sign-in/email', {
      body: { email: person.user.email, password: 'correct horse' },
    });
    await order('ban-user', { userId: visit.admin.user.id }, [400, 'invalid_request']);
    await order('unban-user', { userId });
    await order('revoke-user-session', { sessionToken: 'unknown' });
    await order('revoke-user-sessions', { userId });
    await order('set-user-password', { userId, newPassword: 'another horse' });
    for (const [path, more] of [
      ['set-role', { role: 'user' }],
      ['ban-user', {}],
      ['unban-user', {}],
      ['set-user-password', { newPassword: 'another horse' }],
    ] as const) {
      await order(path, { userId: NOBODY, ...more }, [404, 'no_such_user']);
    }
    await visit.tour.expect([200], 'GET', '/monitor/', { as: visit.admin });
  });

  test('the wallet: charging, charging again, and what does not fit', async () => {
    const person = await visit.server.signUp();
    const charge = (expected: readonly [number, string?], points: number, key?: string) =>
      visit.tour.expect(expected, 'POST', '/api/wallet/charges', {
        as: person,
        body: { points },
        ...(key !== undefined && { headers: { 'idempotency-key': key } }),
      });
    await charge([201], 100, 'once');
    await charge([200], 100, 'once');
    await charge([409, 'idempotency_key_reused'], 101, 'once');
    await charge([400, 'idempotency_key_missing'], 100);
    await sql`update wallet set available = 1000000000000 where user_id = ${person.user.id}`.execute(
      visit.server.database.db,
    );
    await charge([409, 'wallet_full'], 1, 'too-much');
    await visit.tour.expect([200], 'GET', '/api/wallet', { as: person });
    await visit.tour.expect([200], 'GET', '/api/wallet/transfers', { as: person });
  });
}
