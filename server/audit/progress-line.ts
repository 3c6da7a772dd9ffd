const EVERY_MS = 100;

type Terminal = { readonly isTTY?: boolean; write(text: string): unknown };

/** One line that is written over and over on a terminal, and not at all into a file. */
export function progressLine(terminal: Terminal, nowMs: () => number = performance.now.bind(performance)) {
  let writtenMs = Number.NEGATIVE_INFINITY;
  let shown = '';
  const write = (text: string) => terminal.isTTY === true && terminal.write(`\r\x1b[2K${text}`);
  return {
    show(step: string, done?: number, of?: number): void {
      if (step === shown && nowMs() - writtenMs < EVERY_MS) return;
      shown = step;
      writtenMs = nowMs();
      write(`  ${step} …${done === undefined ? '' : ` ${done} of ${of} bids`}`);
    },
    clear(): void {
      write('');
    },
  };
}
