import { join } from 'node:path';
import envSchema from 'env-schema';
import { type Static, Type } from 'typebox';

/** The settings of `npm run recommender`. Besides `server/config.ts` this is the only file that reads the environment. */
const ENVIRONMENT = Type.Object({
  /** Two processes cannot share an embedded database: there the recommender runs inside the server. */
  DATABASE_URL: Type.String({ pattern: '^postgres(ql)?://' }),
  RECOMMENDER_PORT: Type.Integer({ minimum: 0, maximum: 65_535, default: 2568 }),
  RECOMMENDER_HOST: Type.String({ default: '127.0.0.1' }),
  /** By default made once and kept in the database, where the auction server finds it, too. */
  RECOMMENDER_SECRET: Type.Optional(Type.String({ minLength: 32, pattern: '^[\\x21-\\x7e]+$' })),
  /** Where its snapshot lies. */
  RECOMMENDER_FOLDER: Type.Optional(Type.String()),
  DATA_FOLDER: Type.String({ default: '.ready-auction' }),
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], { default: 'warn' }),
});

export type RecommenderConfig = {
  readonly databaseUrl: string;
  readonly port: number;
  readonly host: string;
  readonly secret: string | undefined;
  readonly folder: string;
  readonly logLevel: string;
};

/** Throws with a sentence that says which variable to set. */
export function readRecommenderConfig(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): RecommenderConfig {
  // An empty variable is how shells and compose files say "not set".
  const data = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  if (data.DATABASE_URL === undefined) {
    throw new Error(
      'DATABASE_URL is not set. A recommender of its own needs PostgreSQL: nobody else can open an embedded database, whose server brings its recommender along.',
    );
  }
  let read: Static<typeof ENVIRONMENT>;
  try {
    read = envSchema<Static<typeof ENVIRONMENT>>({ schema: ENVIRONMENT, data, env: false });
  } catch (error) {
    const problems =
      (error as { errors?: readonly { instancePath: string; message?: string }[] }).errors ?? [];
    const sentences = problems.map(
      ({ instancePath, message = 'is wrong' }) => `${instancePath.slice(1)} ${message}`,
    );
    throw new Error(`Configuration: ${sentences.join('; ')}`, { cause: error });
  }
  return {
    databaseUrl: read.DATABASE_URL,
    port: read.RECOMMENDER_PORT,
    host: read.RECOMMENDER_HOST,
    secret: read.RECOMMENDER_SECRET,
    folder: read.RECOMMENDER_FOLDER ?? join(read.DATA_FOLDER, 'recommender'),
    logLevel: read.LOG_LEVEL,
  };
}
