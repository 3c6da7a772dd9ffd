import { keptAlert } from '../../auction/alerts.ts';
import type { AlertAnew } from '../../auction/api-alerts.ts';
import type { AuctionId, UserId } from '../../auction/auction.ts';
import type { Missed } from '../../persistence/alerts/missed.ts';
import type { StandingPrice } from '../../persistence/alerts/subscribed.ts';
import { alertFrame, anewFrame, type Frame, helloFrame } from './frames.ts';

/** Where a client asks to go on: a position, nowhere, or something that is no position. */
export type Asked = number | 'anywhere' | 'unknown';

export function askedFor(lastEventId: string | undefined): Asked {
  if (lastEventId === undefined || lastEventId === '') return 'anywhere';
  return /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : 'unknown';
}

/** What a stream says first, and after which position it goes on live. */
export type Beginning = { readonly frames: Iterable<Frame>; readonly position: number };

export const fresh = (position: number): Beginning => ({
  frames: [helloFrame(position, false)],
  position,
});

export const anew = (position: number, reason: AlertAnew['reason']): Beginning => ({
  frames: [helloFrame(position, false), anewFrame(position, reason)],
  position,
});

type Resuming = {
  readonly receiverId: UserId;
  /** What it goes on after. */
  readonly after: number;
  /** Up to where the live stream is. */
  readonly live: number;
  readonly missed: Extract<Missed, { kind: 'known' }>;
  readonly link: (auctionId: AuctionId) => string;
};

export function resumed({ receiverId, after, live, missed, link }: Resuming): Beginning {
  // A client may come from a node that was further.
  const position = Math.max(after, live);
  return { frames: resumingFrames({ receiverId, after, live: position, missed, link }), position };
}

/**
 * Prices come before what was kept, under the very id that the client goes on after: whoever is cut off among them asks for all of them
 * again. And once more after what was older of the same auction, under the id of that: who has read so far and is cut off then asks for
 * it again, too. So the last word on each is the latest.
 */
function* resumingFrames({ receiverId, after, live, missed, link }: Resuming): Generator<Frame> {
  const price = (id: number, standing: StandingPrice) =>
    alertFrame(id, {
      id: String(live),
      kind: 'price_changed',
      at: standing.at.toISOString(),
      auctionId: standing.auctionId,
      title: standing.title,
      link: link(standing.auctionId),
      pricePoints: standing.pricePoints,
      bidCount: standing.bidCount,
      endsAt: standing.endsAt.toISOString(),
    });
  yield helloFrame(after, true);
  for (const standing of missed.prices) yield price(after, standing);
  const standings = new Map(missed.prices.map((standing) => [standing.auctionId, standing]));
  const last = new Map(missed.kept.map(({ position, event }) => [event.auctionId, position]));
  for (const { position, kind, title, event } of missed.kept) {
    const { auctionId } = event;
    yield alertFrame(
      position,
      keptAlert(kind, event, { receiverId, position, title, link: link(auctionId) }),
    );
    const standing = standings.get(auctionId);
    if (standing !== undefined && last.get(auctionId) === position) yield price(position, standing);
  }
}
