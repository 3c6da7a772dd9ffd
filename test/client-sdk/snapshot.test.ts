import { ArraySchema, type Decoder, Encoder, Reflection, type SchemaType, schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { type RoomState, snapshot } from '../../client-sdk/snapshot.ts';

const Shown = schema(
  { number: t.uint32(), alias: t.string(), pricePoints: t.number(), atMs: t.number() },
  'Shown',
);
const State = schema(
  {
    auctionId: t.string(),
    title: t.string(),
    phase: t.string(),
    pricePoints: t.number(),
    minimumPoints: t.number(),
    leaderAlias: t.string(),
    bidCount: t.uint32(),
    watcherCount: t.uint32(),
    startsAtMs: t.number(),
    endsAtMs: t.number(),
    reserve: t.string(),
    buyNowPoints: t.number(),
    ending: t.string(),
    bids: t.array(Shown),
  },
  'State',
);
type State = SchemaType<typeof State>;

function stateOf(changes: Partial<RoomState>, numbers: readonly number[] = []): State {
  const state = new State();
  const { bids: _, ...scalars } = changes;
  Object.assign(state, {
    auctionId: 'a',
    title: 'Lamp',
    phase: 'live',
    pricePoints: 100,
    minimumPoints: 100,
    leaderAlias: '',
    bidCount: 0,
    watcherCount: 1,
    startsAtMs: 1,
    endsAtMs: 2,
    reserve: 'none',
    buyNowPoints: 0,
    ending: '',
    ...scalars,
  });
  state.bids = new ArraySchema(...numbers.map(shown));
  return state;
}

function shown(number: number) {
  return Object.assign(new Shown(), { number, alias: `b${number}`, pricePoints: 100 + number, atMs: number });
}

/** The state as a client has it: encoded, reflected, decoded. */
function received(state: State): { view: RoomState; patch: () => void } {
  const encoder = new Encoder(state);
  const decoder = Reflection.decode(Reflection.encode(encoder)) as Decoder;
  decoder.decode(encoder.encodeAll());
  encoder.discardChanges();
  const patch = () => {
    decoder.decode(encoder.encode());
    encoder.discardChanges();
  };
  return { view: decoder.state as unknown as RoomState, patch };
}

test('what the schema cannot say is null in a view: no leader, no buy-now, no ending', () => {
  const view = snapshot(received(stateOf({})).view);
  expect(view).toEqual({
    auctionId: 'a',
    title: 'Lamp',
    phase: 'live',
    pricePoints: 100,
    minimumPoints: 100,
    leaderAlias: null,
    bidCount: 0,
    watcherCount: 1,
    startsAtMs: 1,
    endsAtMs: 2,
    reserve: 'none',
    buyNowPoints: null,
    ending: null,
    bids: [],
  });
});

test('what is there stays as it is', () => {
  const state = stateOf({ leaderAlias: 'keen-fox-1', buyNowPoints: 900, ending: 'sold' });
  expect(snapshot(received(state).view)).toMatchObject({
    leaderAlias: 'keen-fox-1',
    buyNowPoints: 900,
    ending: 'sold',
  });
});

test('the ring of bids is unrolled, oldest first, without its empty slots', () => {
  const full = snapshot(received(stateOf({}, [40, 21, 22, 23])).view);
  expect(full.bids.map((bid) => bid.number)).toEqual([21, 22, 23, 40]);
  const young = snapshot(received(stateOf({}, [0, 1, 2])).view);
  expect(young.bids).toEqual([
    { number: 1, alias: 'b1', pricePoints: 101, atMs: 1 },
    { number: 2, alias: 'b2', pricePoints: 102, atMs: 2 },
  ]);
});

test('a view never changes: not when the state is patched, and not by whoever holds it', () => {
  const state = stateOf({}, [0, 1]);
  const { view: live, patch } = received(state);
  const before = snapshot(live);
  state.pricePoints = 500;
  const slot = state.bids.at(1);
  if (slot !== undefined) slot.pricePoints = 500;
  patch();
  expect(snapshot(live)).toMatchObject({ pricePoints: 500, bids: [{ number: 1, pricePoints: 500 }] });
  expect(before).toMatchObject({ pricePoints: 100, bids: [{ number: 1, pricePoints: 101 }] });
  expect(() => Object.assign(before, { pricePoints: 1 })).toThrow(TypeError);
  expect(() => Object.assign(before.bids[0] ?? {}, { pricePoints: 1 })).toThrow(TypeError);
});
