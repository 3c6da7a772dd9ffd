/** Runs once per test run, before any worker: one PostgreSQL, one Redis, one migrated template database. */
import { randomBytes } from 'node:crypto';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../local-services/postgres.ts';
import { startRedis } from '../../local-services/redis.ts';
import { openDatabase } from '../../persistence/database.ts';
import { administer } from './database-administration.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresAdminUrl: string;
    templateDatabase: string;
    redisUrl: string;
  }
}

/** Everything done here is in every test database, and is paid for once. */
async function migrateTemplate(url: string): Promise<void> {
  const database = await openDatabase({ kind: 'postgres', url, poolSize: 1 });
  await database.close();
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const adminUrl = postgres.url();
  // A name of its own, because TEST_DATABASE_URL may be shared with another run.
  const template = `template_${randomBytes(6).toString('hex')}`;

  await administer(adminUrl, `create database ${template}`);
  await migrateTemplate(postgres.url(template));
  // A connection to the template, even a forgotten one, would make every clone fail.
  await administer(adminUrl, `alter database ${template} allow_connections false`);

  project.provide('postgresAdminUrl', adminUrl);
  project.provide('templateDatabase', template);
  project.provide('redisUrl', redis.url());

  return async () => {
    await administer(adminUrl, `drop database ${template} with (force)`);
    await Promise.all([postgres.stop(), redis.stop()]);
  };
}
