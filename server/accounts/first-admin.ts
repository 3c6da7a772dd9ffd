import { randomBytes } from 'node:crypto';
import type { Auth } from './auth.ts';

const EMAIL = 'admin@ready-auction.local';

export type NewAdmin = { readonly email: string; readonly password: string };

/** Makes an administrator where there is none yet; the password is known only to who sees what this returns. */
export async function ensureAdmin(auth: Auth): Promise<NewAdmin | undefined> {
  const { adapter } = await auth.$context;
  const admins = await adapter.count({ model: 'user', where: [{ field: 'role', value: 'admin' }] });
  if (admins > 0) return undefined;
  const password = randomBytes(12).toString('base64url');
  try {
    await auth.api.createUser({
      body: {
        email: EMAIL,
        password,
        name: 'Administrator',
        role: 'admin',
        data: { birthDate: '1970-01-01', gender: 'undisclosed' },
      },
    });
  } catch (error) {
    // Another server that started at the same moment was first, and printed the password.
    if ((await adapter.count({ model: 'user', where: [{ field: 'email', value: EMAIL }] })) > 0)
      return undefined;
    throw error;
  }
  return { email: EMAIL, password };
}
