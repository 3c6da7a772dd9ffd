/** What plots are made of. No library: it is a page of arithmetic. */

const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);

type Style = {
  readonly size?: number;
  readonly anchor?: string;
  readonly weight?: number;
  readonly fill?: string;
};

export function label(x: number, y: number, text: string, style: Style = {}): string {
  const { size = 12, anchor = 'start', weight = 400, fill = '#44403c' } = style;
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${escaped(text)}</text>`;
}

export function rectangle(x: number, y: number, width: number, height: number, fill: string): string {
  return `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" rx="2" fill="${fill}"/>`;
}

/** A picture of this size on white. */
export function picture(width: number, height: number, contents: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, 'DejaVu Sans', sans-serif">
<rect width="${width}" height="${height}" fill="#fff"/>
${contents.join('\n')}
</svg>
`;
}

type Frame = {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
};

/** From `low` to `high`, both powers of ten, upwards. */
export type LogScale = { readonly low: number; readonly high: number; readonly y: (value: number) => number };

/** A scale that shows all of these, with room for what stands on the highest, and in the lowest: so much of a power of ten at least. */
export function logScale(values: readonly number[], { top, bottom }: Frame, least = 0.15): LogScale {
  const low = Math.floor(Math.log10(Math.max(1, Math.min(...values))) - least);
  const high = Math.log10(Math.max(...values)) + 0.12;
  const y = (value: number) =>
    bottom - ((bottom - top) * (Math.log10(Math.max(value, 10 ** low)) - low)) / (high - low);
  return { low, high, y };
}

/** At 1, 2 and 5 of every power. */
export function gridLines({ low, high, y }: LogScale, { left, right }: Frame): string[] {
  const lines: string[] = [];
  for (let power = low; power <= high; power++) {
    for (const digit of [1, 2, 5]) {
      const value = digit * 10 ** power;
      if (Math.log10(value) > high) continue;
      const at = y(value).toFixed(1);
      const colour = digit === 1 ? '#a8a29e' : '#e7e5e4';
      lines.push(`<line x1="${left}" x2="${right}" y1="${at}" y2="${at}" stroke="${colour}"/>`);
      lines.push(label(left - 8, y(value) + 4, value.toLocaleString('en'), { size: 11, anchor: 'end' }));
    }
  }
  return lines;
}

/** As it stands on a bar: 12.3k. */
export const short = (value: number): string =>
  value >= 10_000 ? `${(value / 1_000).toFixed(1)}k` : value.toLocaleString('en');
