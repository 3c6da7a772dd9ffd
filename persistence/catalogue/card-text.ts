/** A room says how many watch it at least this often; a number older than that is one of a room that died. */
export const WATCHED_FOR_MS = 90_000;

/**
 * A card as JSON text, put together by the database from a row of `catalogue` as of `now`: the server passes it through. `AuctionCard` in
 * `auction/api.ts` is its shape; `writing.ts` makes the part that does not change.
 */
export const cardText = (now: string): string => `card_head
  || ',"endsAt":"' || ends_at_text
  || '","phase":"' || case when ending = 'cancelled' then 'cancelled' when ending is not null then 'closed'
       when starts_at_ms > ${now} then 'ready' when ends_at_ms > ${now} then 'live' else 'ended' end
  || '","remainingMs":' || case when ending is not null then 0 when starts_at_ms > ${now} then starts_at_ms - ${now}
       else greatest(ends_at_ms - ${now}, 0) end
  || ',"ending":' || case when ending is null then 'null' else '"' || ending || '"' end
  || ',"pricePoints":' || price || ',"bidCount":' || bids
  || ',"watcherCount":' || case when watched_at_ms > ${now} - ${WATCHED_FOR_MS} then watchers else 0 end
  || ',"likeCount":' || likes || '}'`;

/** What `cardText` needs. */
export const CARD_COLUMNS =
  'card_head, starts_at_ms, ends_at_ms, ends_at_text, ending, price, bids, likes, watchers, watched_at_ms';
