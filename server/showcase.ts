import type { Feed } from '../persistence/feed/feed.ts';
import type { Showcase } from '../rooms/ports.ts';

/** What was committed is on the cards soon, and the feed has it already: it only needs to be looked at. */
export const shownBy = (cards: Showcase, feed: Feed): Showcase => ({
  changed: (states) => {
    cards.changed(states);
    feed.soon();
  },
  watched: (auctionId, watchers) => cards.watched(auctionId, watchers),
});
