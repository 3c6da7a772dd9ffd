import { cardsIn, joined } from './page.ts';

/** A card as the database made it, and whose it is. */
export type FoundCard = { readonly id: string; readonly card: string };

/** Writes into cards what the database does not know yet. */
export type Overlay = (found: readonly FoundCard[]) => Promise<readonly string[]>;

/** Every card begins with its id. */
const ID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/;

export const idOf = (card: string): string => ID.exec(card)?.[0] ?? '';

/** Cards, joined, as everybody sees them. */
export function shown(cards: string, overlay: Overlay | undefined): Promise<string> {
  if (overlay === undefined || cards === '') return Promise.resolve(cards);
  return overlay(cardsIn(cards).map((card) => ({ id: idOf(card), card }))).then(joined);
}

/** The likes are the very end of a card: `cardText` sees to it. */
export const withLikes = (card: string, likes: number): string =>
  `${card.slice(0, card.lastIndexOf(':') + 1)}${likes}}`;
