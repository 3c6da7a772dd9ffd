import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AcceptedBid, BidMessage, RefusedBid } from '../../auction/protocol.ts';
import { BidUndecided, LeftAuction, TooManyPendingBids } from '../../client-sdk/failures.ts';
import { newId } from '../../client-sdk/identifiers.ts';
import { PendingBids } from '../../client-sdk/pending-bids.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Pending bids in front of a wire that writes down what went over it. */
function pendingBids({ limit = 64, deadlineMs = 60_000, perSecond = 1_000 } = {}) {
  const wire: BidMessage[] = [];
  const send = (bid: BidMessage) => void wire.push(bid);
  return { wire, pending: new PendingBids({ auctionId: 'a', limit, deadlineMs, perSecond, send }) };
}

const bidOf = (points: number): BidMessage => ({ bidId: newId(), kind: 'plain', points });

const accepted = ({ bidId, points }: BidMessage): AcceptedBid => ({
  bidId,
  auctionId: 'a',
  status: 'accepted',
  leading: true,
  pricePoints: points,
  minimumPoints: points + 1,
  atMs: 1,
});

const refused = ({ bidId }: BidMessage, code: RefusedBid['code'], transient: boolean): RefusedBid => ({
  bidId,
  auctionId: 'a',
  status: 'refused',
  code,
  message: '',
  transient,
});

describe('a bid', () => {
  test('is sent at once and resolves with its outcome', async () => {
    const { pending, wire } = pendingBids();
    const bid = bidOf(5);
    const outcome = pending.place(bid);
    expect(wire).toEqual([bid]);
    pending.decided(accepted(bid));
    expect(await outcome).toEqual(accepted(bid));
    expect(pending.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('that is refused for good resolves with the refusal: it is a value, not an exception', async () => {
    const { pending } = pendingBids();
    const bid = bidOf(5);
    const outcome = pending.place(bid);
    pending.decided(refused(bid, 'below_minimum', false));
    expect(await outcome).toMatchObject({ status: 'refused', code: 'below_minimum' });
  });

  test('that is refused for a passing reason is sent again with the same id until it is decided', async () => {
    const { pending, wire } = pendingBids();
    const bid = bidOf(5);
    const outcome = pending.place(bid);
    for (let times = 0; times < 3; times++) {
      pending.decided(refused(bid, 'mailbox_full', true));
      await vi.advanceTimersByTimeAsync(2_000);
    }
    expect(wire).toEqual([bid, bid, bid, bid]);
    pending.decided(accepted(bid));
    expect((await outcome).status).toBe('accepted');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(wire).toHaveLength(4);
  });

  test('that nobody decides in time fails with its id, and can be asked about again', async () => {
    const { pending, wire } = pendingBids({ deadlineMs: 1_000 });
    const bid = bidOf(5);
    const outcome = pending.place(bid);
    pending.decided(refused(bid, 'unavailable', true));
    await vi.advanceTimersByTimeAsync(1_000);
    const failure = await outcome.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BidUndecided);
    expect(failure).toMatchObject({
      bid,
      bidId: bid.bidId,
      reason: 'deadline',
      lastRefusal: { code: 'unavailable' },
    });

    const again = pending.place(bid);
    expect(wire.at(-1)).toEqual(bid);
    pending.decided(accepted(bid));
    expect((await again).status).toBe('accepted');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('placed twice while it waits is one bid with one outcome', async () => {
    const { pending, wire } = pendingBids();
    const bid = bidOf(5);
    const outcomes = Promise.all([pending.place(bid), pending.place({ ...bid })]);
    expect(wire).toHaveLength(1);
    pending.decided(accepted(bid));
    expect(await outcomes).toEqual([accepted(bid), accepted(bid)]);
  });

  test('under the id of another that waits is refused as the server would', async () => {
    const { pending, wire } = pendingBids();
    const bid = bidOf(5);
    void pending.place(bid);
    expect(await pending.place({ ...bid, points: 6 })).toMatchObject({
      code: 'duplicate_bid_id',
      transient: false,
    });
    expect(wire).toHaveLength(1);
  });

  test.each([
    ['a fraction', { points: 1.5 }],
    ['not a number', { points: Number.NaN }],
    ['negative', { points: -1 }],
    ['without a UUID', { bidId: 'mine' }],
    ['with a UUID in capitals', { bidId: newId().toUpperCase() }],
  ])('that is %s is refused without being sent', async (_, wrong) => {
    const { pending, wire } = pendingBids();
    expect(await pending.place({ ...bidOf(5), ...wrong })).toMatchObject({ code: 'malformed_bid' });
    expect(wire).toEqual([]);
  });

  test('nobody waits for is none of its business', () => {
    const { pending } = pendingBids();
    expect(pending.decided(accepted(bidOf(5)))).toBe(false);
  });
});

describe('a new connection', () => {
  test('carries everything undecided again, in the original order, and nothing else', async () => {
    const { pending, wire } = pendingBids();
    const bids = [5, 6, 7, 8].map(bidOf);
    for (const bid of bids) void pending.place(bid);
    pending.decided(accepted(bids[1] as BidMessage));
    pending.decided(refused(bids[0] as BidMessage, 'room_moved', true));
    wire.length = 0;
    pending.resend();
    expect(wire.map((bid) => bid.points)).toEqual([5, 7, 8]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(wire).toHaveLength(3);
  });

  test('is not given more per second than the server takes', async () => {
    const { pending, wire } = pendingBids({ perSecond: 30 });
    const bids = Array.from({ length: 64 }, (_, index) => bidOf(index + 1));
    for (const bid of bids) void pending.place(bid);
    expect(wire).toHaveLength(30);
    wire.length = 0;
    pending.resend();
    expect(wire).toHaveLength(30);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(wire).toHaveLength(60);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(wire).toEqual(bids);
  });
});

describe('the bounds', () => {
  test('one bid too many fails at once, and the next succeeds when there is room again', async () => {
    const { pending, wire } = pendingBids({ limit: 2 });
    const bids = [5, 6].map(bidOf);
    for (const bid of bids) void pending.place(bid);
    await expect(pending.place(bidOf(7))).rejects.toBeInstanceOf(TooManyPendingBids);
    pending.decided(accepted(bids[0] as BidMessage));
    void pending.place(bidOf(8));
    expect(wire.map((bid) => bid.points)).toEqual([5, 6, 8]);
  });

  test('after the end everything fails, what waits and what comes, and no timer is left', async () => {
    const { pending, wire } = pendingBids({ perSecond: 1 });
    const outcomes = [5, 6].map((points) => pending.place(bidOf(points)));
    pending.end((bid, last) => new BidUndecided(bid, 'left', last), new LeftAuction());
    for (const outcome of outcomes) await expect(outcome).rejects.toMatchObject({ reason: 'left' });
    await expect(pending.place(bidOf(7))).rejects.toBeInstanceOf(LeftAuction);
    expect(vi.getTimerCount()).toBe(0);
    expect(wire).toHaveLength(1);
  });

  test('whoever does not await a bid is not brought down by its failure', async () => {
    vi.useRealTimers();
    const { pending } = pendingBids();
    void pending.place(bidOf(5));
    const unhandled: unknown[] = [];
    const listener = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', listener);
    pending.end(() => new LeftAuction(), new LeftAuction());
    void pending.place(bidOf(6));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', listener);
    expect(unhandled).toEqual([]);
  });
});
