import { type Kysely, sql } from 'kysely';

/** better-auth's own tables, as its migration generator printed them, with checks for what it does not check itself. */
const STATEMENTS = [
  `create table "user" (
    "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
    "name" text not null check (length("name") between 1 and 100),
    "email" text not null unique,
    "emailVerified" boolean not null,
    "image" text,
    "createdAt" timestamptz default current_timestamp not null,
    "updatedAt" timestamptz default current_timestamp not null,
    "role" text default 'user' check ("role" in ('user', 'admin')),
    "banned" boolean,
    "banReason" text,
    "banExpires" timestamptz,
    "birthDate" text not null check ("birthDate" ~ '^\\d{4}-\\d{2}-\\d{2}$' and "birthDate"::date > '1900-01-01'),
    "gender" text not null check ("gender" in ('female', 'male', 'other', 'undisclosed'))
  )`,
  `create table "session" (
    "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
    "expiresAt" timestamptz not null,
    "token" text not null unique,
    "createdAt" timestamptz default current_timestamp not null,
    "updatedAt" timestamptz not null,
    "ipAddress" text,
    "userAgent" text,
    "userId" uuid not null references "user" ("id") on delete cascade,
    "impersonatedBy" text
  )`,
  `create table "account" (
    "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
    "accountId" text not null,
    "providerId" text not null,
    "userId" uuid not null references "user" ("id") on delete cascade,
    "accessToken" text,
    "refreshToken" text,
    "idToken" text,
    "accessTokenExpiresAt" timestamptz,
    "refreshTokenExpiresAt" timestamptz,
    "scope" text,
    "password" text,
    "createdAt" timestamptz default current_timestamp not null,
    "updatedAt" timestamptz not null
  )`,
  `create table "verification" (
    "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
    "identifier" text not null,
    "value" text not null,
    "expiresAt" timestamptz not null,
    "createdAt" timestamptz default current_timestamp not null,
    "updatedAt" timestamptz default current_timestamp not null
  )`,
  `create table "rateLimit" (
    "id" uuid default pg_catalog.gen_random_uuid() not null primary key,
    "key" text not null unique,
    "count" integer not null,
    "lastRequest" bigint not null
  )`,
  `create index "session_userId_idx" on "session" ("userId")`,
  `create index "account_userId_idx" on "account" ("userId")`,
  `create index "verification_identifier_idx" on "verification" ("identifier")`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
