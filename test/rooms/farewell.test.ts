import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type LeavingRoom, Residents, sayFarewell } from '../../rooms/cluster/farewell.ts';
import { silentLog } from './serving.ts';

const BOUNDS = { farewellsAtOnce: 3, farewellMs: 400, farewellSettleMs: 50 };

/** A room that notes what it did in a diary of all. */
function roomNoting(diary: string[], roomId: string, changes: Partial<LeavingRoom> = {}): LeavingRoom {
  return {
    roomId,
    retire: () => void diary.push(`${roomId} takes no more`),
    answered: async () => void diary.push(`${roomId} has answered`),
    handOver: async () => void diary.push(`${roomId} is handed over`),
    ...changes,
  };
}

test('a room first takes no more bids, then answers those it has, and lets its people go after that', async () => {
  const diary: string[] = [];
  await sayFarewell(new Set([roomNoting(diary, 'it')]), silentLog, BOUNDS);
  expect(diary).toEqual(['it takes no more', 'it has answered', 'it is handed over']);
});

test('some rooms leave at a time, and the others are bid in until it is their turn', async () => {
  let [open, most] = [0, 0];
  const handedOver: string[] = [];
  const rooms = Array.from({ length: 10 }, (_, index) =>
    roomNoting([], String(index), {
      retire: () => {
        open += 1;
        most = Math.max(most, open);
      },
      answered: () => pause(5),
      handOver: async () => {
        open -= 1;
        handedOver.push(String(index));
      },
    }),
  );
  await sayFarewell(new Set(rooms), silentLog, BOUNDS);
  expect(most).toBe(3);
  expect(handedOver.toSorted()).toEqual(rooms.map(({ roomId }) => roomId).toSorted());
});

test.each<[string, Partial<LeavingRoom>]>([
  [
    'cannot retire',
    {
      retire: () => {
        throw new Error('broken');
      },
    },
  ],
  ['never has its answers', { answered: () => new Promise(() => {}) }],
  ['fails to answer', { answered: () => Promise.reject(new Error('broken')) }],
])('a room that %s is handed over all the same, and so are the others', async (_how, changes) => {
  const diary: string[] = [];
  const rooms = [roomNoting(diary, 'bad', changes), roomNoting(diary, 'good')];
  await sayFarewell(new Set(rooms), silentLog, BOUNDS);
  expect(diary).toContain('bad is handed over');
  expect(diary).toContain('good is handed over');
});

test('however many rooms cannot answer, all of them are handed over when the time is up', async () => {
  const diary: string[] = [];
  const rooms = Array.from({ length: 60 }, (_, index) =>
    roomNoting(diary, String(index), { answered: () => new Promise(() => {}) }),
  );
  await sayFarewell(new Set(rooms), silentLog, BOUNDS);
  expect(diary.filter((line) => line.endsWith('handed over'))).toHaveLength(60);
});

test('a room that was opened while others leave is seen off, too', async () => {
  const diary: string[] = [];
  const residents = new Residents();
  const late = roomNoting(diary, 'late');
  residents.rooms.add(roomNoting(diary, 'first', { answered: async () => void residents.rooms.add(late) }));
  const left = residents.leave(silentLog);
  expect(residents.isLeaving).toBe(true);
  await left;
  expect(diary.filter((line) => line.endsWith('handed over'))).toEqual([
    'first is handed over',
    'late is handed over',
  ]);
});
