import type { BulkBlock } from '../persistence/bulk/bulk-tables.ts';
import {
  chargeLine,
  chargeTransferLine,
  imageLine,
  userLine,
  walletLine,
} from '../persistence/bulk/people-lines.ts';
import { bidLine, transferLine } from '../persistence/bulk/settlement-lines.ts';
import { Blocks } from './blocks.ts';
import { imagesOf } from './images.ts';
import { inListedOrder, lister } from './listings.ts';
import { Outcomes } from './outcomes.ts';
import { type Person, peopleOf } from './people.ts';
import { planner } from './plans.ts';
import { agendaOf, played, type Stage } from './play.ts';
import { tastesOf } from './tastes.ts';
import { Wallets } from './wallets.ts';

/** Everything that decides what is made: the same makes the same. */
export type Recipe = { readonly auctions: number; readonly seed: number; readonly nowMs: number };

type Stretch = 'people' | 'bids' | 'auctions';

/** Where the making of a house is. */
export type Made = {
  readonly blocks: readonly BulkBlock[];
  readonly stretch: Stretch;
  readonly done: number;
  readonly of: number;
};

/** Often enough that a bar moves. */
const STEP = 500;

/** A whole house as blocks to be loaded, in the order in which they are made: people, their doings in the order of time, auctions as listed. */
export function* madeHouse({ auctions, seed, nowMs }: Recipe): Generator<Made> {
  const people = peopleOf(seed, auctions, nowMs);
  const planOf = planner({ seed, nowMs, people: people.length });
  const stage: Stage = { seed, nowMs, auctions, people, planOf, interested: tastesOf(people, nowMs) };
  const wallets = new Wallets();
  const outcomes = new Outcomes(auctions, people);
  const blocks = new Blocks();

  signUp(people, wallets, blocks);
  yield { blocks: blocks.rest(), stretch: 'people', done: people.length, of: people.length };

  const personOf = new Map(people.map((person) => [person.id, person]));
  const agenda = agendaOf(stage);
  let done = 0;
  for (const { atMs, bids, transfers } of played(stage, agenda, wallets, outcomes)) {
    for (const bid of bids) blocks.add('bid', bidLine(bid, personOf.get(bid.bidderId) as Person));
    for (const transfer of transfers) blocks.add('transfer', transferLine(transfer, atMs));
    done += 1;
    if (done % STEP === 0)
      yield { blocks: blocks.full(), stretch: 'bids', done, of: Math.max(done, agenda.length) };
  }
  for (const { id } of people) blocks.add('wallet', walletLine(id, wallets.of(id)));
  yield { blocks: blocks.rest(), stretch: 'bids', done: agenda.length, of: agenda.length };
  // Later than their transfers, because the database wants the wallets first.
  for (const charge of chargesOf(people)) blocks.add('charge', chargeLine(charge));
  const owner = people[0] as Person;
  for (const image of imagesOf(seed)) blocks.add('image', imageLine(image, owner.id, owner.signedUpMs));
  yield { blocks: blocks.rest(), stretch: 'bids', done: agenda.length, of: agenda.length };

  const list = lister(stage, outcomes, blocks);
  done = 0;
  for (const index of inListedOrder(stage)) {
    list(planOf(index));
    done += 1;
    if (done % STEP === 0) yield { blocks: blocks.full(), stretch: 'auctions', done, of: auctions };
  }
  yield { blocks: blocks.rest(), stretch: 'auctions', done: auctions, of: auctions };
}

/** Between signing up and each charge. */
const CHARGED_AFTER_MS = 60_000;

/** All charges in the order of time. */
const chargesOf = (people: readonly Person[]) =>
  people
    .flatMap(({ id, signedUpMs, charges }) =>
      charges.map((points, nth) => ({
        userId: id,
        key: `seed ${nth + 1}`,
        points,
        atMs: signedUpMs + (nth + 1) * CHARGED_AFTER_MS,
      })),
    )
    .sort((a, b) => a.atMs - b.atMs);

function signUp(people: readonly Person[], wallets: Wallets, blocks: Blocks): void {
  for (const person of people) blocks.add('user', userLine(person));
  for (const charge of chargesOf(people)) {
    wallets.move({ kind: 'charge', userId: charge.userId, points: charge.points });
    blocks.add('transfer', chargeTransferLine(charge));
  }
}
