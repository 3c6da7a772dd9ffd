import { describe, expect, it } from 'vitest';
import { parseBid, parseClockRequest } from '../../rooms/messages.ts';

const bidId = '0b6e2f0e-5a52-4b3f-9a53-6f1f5a3f9d10';

describe('a bid message', () => {
  it('is read when it is one', () => {
    expect(parseBid({ bidId, kind: 'maximum', points: 120 })).toEqual({
      bidId,
      bidKind: 'maximum',
      points: 120,
    });
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'bid'],
    ['no id', { kind: 'plain', points: 120 }],
    ['an id that is no UUID', { bidId: 'one', kind: 'plain', points: 120 }],
    ['an id in another spelling', { bidId: bidId.toUpperCase(), kind: 'plain', points: 120 }],
    ['an unknown kind', { bidId, kind: 'sniper', points: 120 }],
    ['points as text', { bidId, kind: 'plain', points: '120' }],
    ['a fraction', { bidId, kind: 'plain', points: 120.5 }],
    ['nothing to pay', { bidId, kind: 'plain', points: 0 }],
    ['a negative amount', { bidId, kind: 'plain', points: -1 }],
    ['not a number', { bidId, kind: 'plain', points: Number.NaN }],
    ['more than anybody may bid', { bidId, kind: 'plain', points: 1_000_000_001 }],
  ])('is not made of %s', (_name, message) => {
    expect(parseBid(message)).toBeUndefined();
  });
});

describe('a clock request', () => {
  it('is read when it is one, and only then', () => {
    expect(parseClockRequest({ sentAtMs: 12.5 })).toEqual({ sentAtMs: 12.5 });
    for (const message of [
      undefined,
      null,
      {},
      { sentAtMs: 'now' },
      { sentAtMs: Number.POSITIVE_INFINITY },
    ]) {
      expect(parseClockRequest(message)).toBeUndefined();
    }
  });
});
