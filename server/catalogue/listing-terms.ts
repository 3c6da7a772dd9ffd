import type { ApiError, ListingRequest, SoftCloseBody } from '../../auction/api.ts';
import { ANY_HIGHER, LADDERS, type Ladder } from '../../auction/increments.ts';
import { type Points, points } from '../../auction/points.ts';
import type { SoftClose, Terms, TermsProblem } from '../../auction/terms.ts';

/** The terms of a new listing; missing parts get their defaults. */
export function termsOf(listing: ListingRequest, nowMs: number, feeBasisPoints: number): Terms {
  const blank: Terms = {
    startPricePoints: points(listing.startPricePoints),
    reservePoints: null,
    buyNowPoints: null,
    ladder: ANY_HIGHER,
    softClose: null,
    feeBasisPoints,
    startsAtMs: nowMs,
    plannedEndsAtMs: Date.parse(listing.endsAt),
  };
  return amended(blank, listing);
}

/** Terms with the named parts replaced. Whether they are sound is for the rules' `problemsWith` to say. */
export function amended(terms: Terms, change: Partial<ListingRequest>): Terms {
  const { startPricePoints, reservePoints, buyNowPoints, ladder, softClose, startsAt, endsAt } = change;
  return {
    ...terms,
    ...(startPricePoints !== undefined && { startPricePoints: points(startPricePoints) }),
    ...(reservePoints !== undefined && { reservePoints: optionalPoints(reservePoints) }),
    ...(buyNowPoints !== undefined && { buyNowPoints: optionalPoints(buyNowPoints) }),
    ...(ladder !== undefined && { ladder: ladderOf(ladder) }),
    ...(softClose !== undefined && { softClose: softCloseOf(softClose) }),
    ...(startsAt !== undefined && { startsAtMs: Date.parse(startsAt) }),
    ...(endsAt !== undefined && { plannedEndsAtMs: Date.parse(endsAt) }),
  };
}

/** What else of a listing is changed, as it is stored. */
export function itemOf({ title, description, category }: Partial<ListingRequest>) {
  return {
    ...(title !== undefined && { title: title.trim() }),
    ...(description !== undefined && { description }),
    ...(category !== undefined && { category }),
  };
}

/** Problems by the names that the request gave the fields. */
export function problemDetails(problems: readonly TermsProblem[]): NonNullable<ApiError['error']['details']> {
  return problems.map(({ code, message }) => ({ field: FIELDS[code] ?? code, message }));
}

const FIELDS: Readonly<Record<string, keyof ListingRequest>> = {
  start_price: 'startPricePoints',
  reserve_price: 'reservePoints',
  buy_now_price: 'buyNowPoints',
  ladder: 'ladder',
  starts_at: 'startsAt',
  ends_at: 'endsAt',
  soft_close: 'softClose',
};

const optionalPoints = (value: number | null): Points | null => (value === null ? null : points(value));

function ladderOf(ladder: NonNullable<ListingRequest['ladder']>): Ladder {
  if (typeof ladder === 'string') return LADDERS[ladder];
  return ladder.map(({ belowPoints, stepPoints }) => ({
    belowPoints: optionalPoints(belowPoints),
    stepPoints: points(stepPoints),
  }));
}

const softCloseOf = (body: SoftCloseBody | null): SoftClose | null =>
  body && {
    windowMs: body.windowSeconds * 1_000,
    extendByMs: body.extendBySeconds * 1_000,
    capMs: body.capSeconds * 1_000,
  };
