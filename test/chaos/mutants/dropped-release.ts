import { mutate } from './mutation.ts';

/** Who is outbid does not get their points back. */
mutate('auction/bidding.ts', [
  ["movements.unshift({ kind: 'release', userId: leader.userId, points: leader.maximumPoints });", '{}'],
]);
