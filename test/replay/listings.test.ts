import { describe, expect, it } from 'vitest';
import type { AuctionBody, ListingRequest } from '../../client-sdk/index.ts';
import { ConnectionFailure } from '../../client-sdk/index.ts';
import { Listings } from '../../replay/listings.ts';
import { readRecording } from '../../replay/recording.ts';
import { HEAD } from './small-recording.ts';

const recorded = () => {
  const [auction] = readRecording('f', [HEAD, '7,Lamp,3,100,500,1,500,0.5'].join('\n'));
  if (auction === undefined) throw new Error('no auction');
  return auction;
};

/** A house that does what it is asked, but does not always live to say so. */
function houseThat(dies: (asked: number) => 'before' | 'after' | 'never') {
  const listed: AuctionBody[] = [];
  let asked = 0;
  return {
    listed,
    auctions: {
      create: async (request: ListingRequest) => {
        asked += 1;
        const death = dies(asked);
        if (death === 'before') throw new ConnectionFailure('killed');
        const body = {
          id: `id-${listed.length}`,
          title: request.title,
          endsAt: request.endsAt,
        } as AuctionBody;
        listed.unshift(body);
        if (death === 'after') throw new ConnectionFailure('killed');
        return body;
      },
    },
    me: { auctions: async () => ({ items: listed, nextCursor: null }) },
  };
}

const listings = (house: ReturnType<typeof houseThat>, run = 'r') =>
  new Listings(house, {
    ...{ run, speed: 86_400, graceMs: 2_000, patienceMs: 1_000, houseAheadMs: 0 },
    reserves: new Map(),
  });

describe('listing a recorded auction', () => {
  it('happens once, though the server was killed before it could say so', async () => {
    const house = houseThat((asked) => (asked === 1 ? 'after' : 'never'));
    expect(await listings(house).list(recorded())).toMatchObject({ auctionId: 'id-0' });
    expect(house.listed).toHaveLength(1);
  });

  it('happens again, where the server was killed before it had done it', async () => {
    const house = houseThat((asked) => (asked < 3 ? 'before' : 'never'));
    await listings(house).list(recorded());
    expect(house.listed).toHaveLength(1);
  });

  it('goes on with what an earlier process of the same run has listed, and only of the same', async () => {
    const house = houseThat(() => 'never');
    const first = await listings(house).list(recorded());
    expect(await listings(house).list(recorded())).toEqual(first);
    expect(await listings(house, 'another').list(recorded())).not.toMatchObject({
      auctionId: first.auctionId,
    });
  });

  it('leaves it open for as long as it was, compressed, and the grace', async () => {
    const house = houseThat(() => 'never');
    const beforeMs = Date.now();
    const { startedAtMs } = await listings(house).list(recorded());
    expect(startedAtMs).toBeGreaterThanOrEqual(beforeMs - 1);
    // Three days, a day a second.
    expect(Date.parse(house.listed[0]?.endsAt ?? '') - startedAtMs).toBe(5_000);
  });
});
