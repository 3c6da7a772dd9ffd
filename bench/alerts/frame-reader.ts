/** What the bench wants to know of an alert. */
export type Frame = { readonly position: number; readonly kind: string; readonly pricePoints: number };

/**
 * Reads alerts off a stream as cheaply as can be: thousands of streams are read by one process, which must not be what is measured. Knows no
 * more of event streams than the two servers of this bench need.
 */
export class FrameReader {
  #rest = '';

  read(chunk: Buffer): Frame[] {
    // Nothing that is looked at is outside of ASCII.
    const text = this.#rest + chunk.toString('latin1');
    const frames: Frame[] = [];
    let from = 0;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n', from)) {
      const frame = frameOf(text.slice(from, end));
      if (frame !== undefined) frames.push(frame);
      from = end + 2;
    }
    this.#rest = text.slice(from);
    return frames;
  }
}

function frameOf(block: string): Frame | undefined {
  if (!block.startsWith('event: alert\n')) return undefined;
  const [, position] = /\nid: (\d+)\n/.exec(block) ?? [];
  const [, kind] = /"kind":"([a-z_]+)"/.exec(block) ?? [];
  const [, pricePoints] = /"pricePoints":(\d+)/.exec(block) ?? [];
  if (position === undefined || kind === undefined || pricePoints === undefined) {
    throw new Error(`an alert could not be read:\n${block}`);
  }
  return { position: Number(position), kind, pricePoints: Number(pricePoints) };
}
