/** One line on stderr that says what is going on; nothing where nobody looks. */
export function showProgress(done: number, all: number, what: string): void {
  if (!process.stderr.isTTY) return;
  const width = 30;
  const filled = Math.round((done / all) * width);
  process.stderr.write(
    `\r\x1b[K[${'█'.repeat(filled)}${'░'.repeat(width - filled)}] ${done}/${all}  ${what}`,
  );
}

export function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
}
