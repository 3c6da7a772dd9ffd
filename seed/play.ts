import { listed, phaseAt, type UserId } from '../auction/auction.ts';
import type { Points } from '../auction/points.ts';
import type { BidRecord, OwnedState, TransferRecord } from '../auction/records.ts';
import { type Letter, settleLetters } from '../auction/settlement.ts';
import { Agenda } from './agenda.ts';
import { bidTimes, nextBid } from './bids.ts';
import { wholeNumber } from './chance.ts';
import { type Outcomes, OWNER_EPOCH } from './outcomes.ts';
import type { Person } from './people.ts';
import type { Plan } from './plans.ts';
import { idsFor, type Random, randomPer } from './random.ts';
import type { Interested } from './tastes.ts';
import type { Wallets } from './wallets.ts';

/** How late a room's alarm rings, at most. */
const ALARM_MS = 15;

export type Stage = {
  readonly seed: number;
  readonly nowMs: number;
  readonly auctions: number;
  readonly people: readonly Person[];
  readonly planOf: (index: number) => Plan;
  readonly interested: Interested;
};

/** Everything that happens until "now": bids, and the end of what is over. */
export function agendaOf({ seed, nowMs, auctions, planOf }: Stage): Agenda {
  const agenda = new Agenda();
  const randomOf = randomPer(seed, 'times');
  for (let index = 0; index < auctions; index += 1) {
    const plan = planOf(index);
    const random = randomOf(index);
    for (const atMs of bidTimes(random, plan, nowMs)) agenda.add(atMs, index);
    const endMs = plan.cancelledAtMs ?? plan.terms.plannedEndsAtMs + wholeNumber(random, 0, ALARM_MS);
    if (endMs <= nowMs) agenda.add(endMs, index);
  }
  return agenda;
}

export type Settled = {
  readonly atMs: number;
  readonly bids: readonly BidRecord[];
  readonly transfers: readonly TransferRecord[];
};

/** An auction in which something has happened, and may again. */
type Open = { readonly plan: Plan; readonly random: Random; readonly crowd: Person[]; state: OwnedState };

/**
 * Plays the history of the whole house in the order of time, so that everybody can pay for what they do, and everything lies in tables
 * as it would had it happened. The rules decide, as they always do. Afterwards `outcomes` knows every state.
 */
export function* played(
  stage: Stage,
  agenda: Agenda,
  wallets: Wallets,
  outcomes: Outcomes,
): Generator<Settled> {
  const open = new Map<number, Open>();
  const opened = opener(stage);
  const bidIdOf = idsFor(stage.seed, 'bid');
  let bids = 0;

  for (const { atMs, index } of agenda.inOrder()) {
    // Somebody bought it at once: what was to come does not.
    if (outcomes.isOver(index)) continue;
    let at = open.get(index);
    if (at === undefined) {
      at = opened(index);
      open.set(index, at);
    }
    const { state, random, crowd, plan } = at;
    const { auction } = state;
    const { cancelledAtMs, terms, category } = plan;
    if (atMs >= terms.plannedEndsAtMs && phaseAt(auction, atMs) === 'live') {
      // A late bid moved the end.
      agenda.postpone(auction.endsAtMs + 1, index);
      continue;
    }
    const newcomer = () => stage.interested(random, category);
    const request: Letter['request'] =
      atMs === cancelledAtMs
        ? { kind: 'cancel', atMs }
        : phaseAt(auction, atMs) === 'ended'
          ? { kind: 'close', atMs }
          : nextBid(random, { auction, plan, crowd, atMs, newcomer, bidId: bidIdOf(bids) });
    if (request.kind === 'bid') bids += 1;

    const { writes, states } = settle({ auctionId: auction.id, request }, state, wallets);
    at.state = states.get(auction.id) ?? state;
    for (const transfer of writes.transfers) wallets.move(transfer);
    if (at.state.auction.ending !== null) {
      outcomes.keep(index, at.state);
      open.delete(index);
    }
    yield { atMs, bids: writes.bids, transfers: writes.transfers };
  }
  for (const [index, { state }] of open) outcomes.keep(index, state);
}

/** One letter at a time, with the balances it may touch. */
function settle(letter: Letter, state: OwnedState, wallets: Wallets) {
  const { auction, epoch } = state;
  const touched: UserId[] = [auction.sellerId];
  if (auction.leader !== null) touched.push(auction.leader.userId);
  if (letter.request.kind === 'bid') touched.push(letter.request.bidderId);
  return settleLetters([letter], new Map([[auction.id, state]]), {
    epochs: new Map([[auction.id, epoch]]),
    available: new Map(touched.map((id): [UserId, Points] => [id, wallets.of(id).available])),
    known: [],
    outage: null,
  });
}

function opener({ seed, planOf, people }: Stage): (index: number) => Open {
  const randomOf = randomPer(seed, 'bids');
  return (index) => {
    const plan = planOf(index);
    const auction = listed(plan.id, sellerOf(plan, people).id, plan.terms);
    const state = { auction, epoch: OWNER_EPOCH, seq: 0, closedSeq: null };
    return { plan, random: randomOf(index), crowd: [], state };
  };
}

export function sellerOf({ sellerIndex }: Plan, people: readonly Person[]): Person {
  const seller = people[sellerIndex];
  if (seller === undefined) throw new RangeError(`nobody has number ${sellerIndex}`);
  return seller;
}
