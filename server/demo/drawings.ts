import { createHash } from 'node:crypto';

const SIDE = 960;

/** A still life for an item: a few soft shapes before a gradient, in colours that go together. The same for the same title, always. */
export function drawingOf(title: string): string {
  const dice = diceOf(title);
  const hue = dice(360);
  const backdrop = `<rect width="${SIDE}" height="${SIDE}" fill="url(#sky)"/>`;
  const floorAt = 620 + dice(120);
  const floor = `<ellipse cx="480" cy="${floorAt + 420}" rx="900" ry="420" fill="${colour(hue + 20, 35, 34)}" opacity="0.55"/>`;
  const glow = `<circle cx="${200 + dice(560)}" cy="${140 + dice(200)}" r="${90 + dice(120)}" fill="${colour(hue + 40, 90, 88)}" opacity="0.5"/>`;
  const things = Array.from({ length: 3 + dice(3) }, (_, at) => thing(dice, hue, floorAt + at * 24));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}" viewBox="0 0 ${SIDE} ${SIDE}">
    <defs><linearGradient id="sky" x1="0" y1="0" x2="${dice(2)}" y2="1">
      <stop offset="0" stop-color="${colour(hue, 45, 82)}"/><stop offset="1" stop-color="${colour(hue + 60, 50, 60)}"/>
    </linearGradient></defs>
    ${backdrop}${glow}${floor}${things.join('')}
  </svg>`;
}

type Dice = (sides: number) => number;

/** Something that stands on the floor, with its shadow. */
function thing(dice: Dice, hue: number, floorY: number): string {
  const x = 140 + dice(680);
  const width = 110 + dice(150);
  const height = 140 + dice(300);
  const fill = colour(hue + 150 + dice(80), 40 + dice(25), 38 + dice(34));
  const shadow = `<ellipse cx="${x}" cy="${floorY}" rx="${width * 0.62}" ry="22" fill="#000" opacity="0.18"/>`;
  const top = floorY - height;
  const left = x - width / 2;
  const shapes = [
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="${12 + dice(40)}" fill="${fill}"/>`,
    `<circle cx="${x}" cy="${floorY - width * 0.6}" r="${width * 0.6}" fill="${fill}"/>`,
    `<path d="M ${x} ${top} L ${left + width} ${floorY} L ${left} ${floorY} Z" fill="${fill}" stroke="${fill}" stroke-width="24" stroke-linejoin="round"/>`,
    `<path d="M ${x - width * 0.18} ${top} h ${width * 0.36} v ${height * 0.3} q ${width * 0.5} ${height * 0.2} ${width * 0.3} ${height * 0.7}
      h ${-width * 0.96} q ${-width * 0.2} ${-height * 0.5} ${width * 0.3} ${-height * 0.7} z" fill="${fill}"/>`,
  ];
  const shine = `<ellipse cx="${x - width * 0.18}" cy="${floorY - height * 0.45}" rx="${width * 0.08}" ry="${height * 0.16}" fill="#fff" opacity="0.22"/>`;
  return `${shadow}${shapes[dice(shapes.length)]}${shine}`;
}

const colour = (hue: number, saturation: number, lightness: number): string =>
  `hsl(${Math.round(hue) % 360}, ${saturation}%, ${lightness}%)`;

/** Throws that depend on the text alone. */
function diceOf(text: string): Dice {
  let at = 0;
  let bytes = Buffer.alloc(0);
  return (sides) => {
    if (at % 16 === 0)
      bytes = createHash('sha256')
        .update(`${at / 16} ${text}`)
        .digest();
    const thrown = bytes.readUInt16BE((at % 16) * 2);
    at += 1;
    return thrown % sides;
  };
}
