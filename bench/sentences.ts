/** What an error says to people, and what caused it. */
export const sentences = (error: unknown): string =>
  error instanceof Error
    ? [error.message, error.cause === undefined ? '' : sentences(error.cause)].join('\n')
    : String(error);
