import type { NoticeKind } from '../../auction/alerts.ts';

type About = {
  readonly kind: NoticeKind;
  readonly title: string;
  readonly pricePoints: number;
  readonly endsAtMs: number;
};

/** Everything notices say: a subject, and a text that stands beside it. */
export function wordsOf({ kind, title, pricePoints, endsAtMs }: About): {
  readonly subject: string;
  readonly text: string;
} {
  const item = onOneLine(title);
  const price = `${pricePoints.toLocaleString('en')} points`;
  const end = `${new Date(endsAtMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  switch (kind) {
    case 'outbid':
      return {
        subject: `You were outbid: ${item}`,
        text: `Somebody else leads at ${price}, and what you had bid is yours again. Bidding ends at ${end}.`,
      };
    case 'ending_soon':
      return { subject: `Ending soon: ${item}`, text: `The price is ${price}. Bidding ends at ${end}.` };
    case 'won':
      return { subject: `You won: ${item}`, text: `It is yours for ${price}, which are paid.` };
    default:
      return kind satisfies never;
  }
}

/** A stranger wrote it: without line breaks, other controls, and marks that turn the direction of what stands around them. */
export const onOneLine = (text: string): string =>
  text.replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
