/** Sellers and bidders with sessions. Written into the database as signing up would: hashing hundreds of passwords is not what is tested here. */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Random } from './random.ts';

export type Person = { readonly userId: string; readonly token: string };

export async function signUp(
  databaseUrl: string,
  authSecret: string,
  count: number,
  random: Random,
): Promise<Person[]> {
  const people = Array.from({ length: count }, () => {
    const session = randomBytes(24).toString('hex');
    return { userId: randomUUID(), session, token: signed(session, authSecret) };
  });
  const born = people.map(() => `${random.between(1950, 2005)}-05-17`);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `insert into "user" ("id", "name", "email", "emailVerified", "birthDate", "gender")
     select n.id, 'Somebody', n.id || '@example.com', false, n.born, 'undisclosed'
     from unnest($1::uuid[], $2::text[]) as n (id, born)`,
    [people.map(({ userId }) => userId), born],
  );
  await client.query(
    `insert into "session" ("token", "userId", "expiresAt", "updatedAt")
     select n.token, n.user_id, now() + interval '1 day', now() from unnest($1::text[], $2::uuid[]) as n (token, user_id)`,
    [people.map(({ session }) => session), people.map(({ userId }) => userId)],
  );
  await client.end();
  return people;
}

/** As the house signs a session, with the secret that we gave it. */
function signed(session: string, secret: string): string {
  const signature = createHmac('sha256', secret).update(session).digest('base64');
  return encodeURIComponent(`${session}.${signature}`);
}
