/** What `pg` says, in words, when nobody answers. */
const WORDS = [
  'Query read timeout',
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client was closed',
  'Client has encountered a connection error',
];

/** Of sockets; of PostgreSQL that is going, coming, full, or lets nobody in (55000). */
const CODES =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|57P0[1-5]|53300|55000|08\w{3})$/;

/** Whether an error means that the database is away and not that anything is wrong: the same again may well succeed. */
export function isDatabaseAway(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) {
    const { message, code } = one as Error & { code?: unknown };
    if (typeof code === 'string' && CODES.test(code)) return true;
    if (WORDS.some((words) => message.includes(words))) return true;
  }
  return false;
}
