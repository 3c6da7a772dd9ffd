/** A process of bidders, two to an auction, who outbid each other whatever happens to nodes; it ends when the bench hangs up. */
import { setTimeout as pause } from 'node:timers/promises';
import { type LiveAuction, ReadyAuction } from '../../client-sdk/index.ts';
import type { BiddersAnswer, BiddersOrder } from './bidders-messages.ts';

/** Who bids at leisure waits so long after each answer. */
const LEISURE_MS = 50;
/** A bid that was not accepted is followed by the next after this. */
const AGAIN_MS = 20;
/** An auction that nobody serves by then is not served any more. */
const LIMIT_MS = 60_000;

const answer = (say: BiddersAnswer) => process.send?.(say);
const nowMs = () => performance.timeOrigin + performance.now();

/** Two who outbid each other in one auction, one bid at a time. */
class Duel {
  readonly #seats: readonly LiveAuction[];
  #turn = 0;
  #pricePoints = 0;
  /** Of the last bid that was accepted. */
  accepted = { madeAtMs: 0, atMs: 0 };

  constructor(seats: readonly LiveAuction[]) {
    this.#seats = seats;
  }

  /** False when it was not accepted: the price had moved, or nobody could decide just now. */
  async bid(): Promise<boolean> {
    this.#turn += 1;
    const seat = this.#seats[this.#turn % this.#seats.length];
    if (seat === undefined) return false;
    const pricePoints = Math.max(this.#pricePoints, seat.view.pricePoints) + 1;
    const madeAtMs = nowMs();
    const outcome = await seat.bid(pricePoints).catch(() => undefined);
    if (outcome?.status !== 'accepted') return false;
    this.#pricePoints = pricePoints;
    this.accepted = { madeAtMs, atMs: nowMs() };
    return true;
  }

  async leave(): Promise<void> {
    await Promise.all(this.#seats.map((seat) => seat.leave()));
  }
}

const duels = new Map<string, Duel>();
let isStopped = false;
let goingOn: Promise<unknown> = Promise.resolve();

async function join({ url, tokens, auctionIds }: Extract<BiddersOrder, { kind: 'join' }>): Promise<void> {
  const live = { maxBidsPerSecond: Number.POSITIVE_INFINITY };
  const people = tokens.map((token) => new ReadyAuction(url, { token, live }));
  for (const [index, auctionId] of auctionIds.entries()) {
    const two = [0, 1].map((side) => people[(index + side) % people.length]);
    const seats = await Promise.all(two.map((person) => person?.join(auctionId)));
    duels.set(auctionId, new Duel(seats.filter((seat) => seat !== undefined)));
  }
}

async function bidFor(seconds: number) {
  const latenciesMs: number[] = [];
  const beganMs = nowMs();
  const bidOn = async (duel: Duel) => {
    while (nowMs() - beganMs < seconds * 1_000) {
      if (!(await duel.bid())) await pause(AGAIN_MS);
      else latenciesMs.push(duel.accepted.atMs - duel.accepted.madeAtMs);
    }
  };
  await Promise.all([...duels.values()].map(bidOn));
  return { latenciesMs, seconds: (nowMs() - beganMs) / 1_000 };
}

async function goOn(duel: Duel): Promise<void> {
  while (!isStopped) await pause((await duel.bid()) ? LEISURE_MS : AGAIN_MS);
}

async function firstAccepted(auctionId: string, madeAfterMs: number): Promise<number> {
  const untilMs = nowMs() + LIMIT_MS;
  for (;;) {
    const { madeAtMs, atMs } = duels.get(auctionId)?.accepted ?? { madeAtMs: 0, atMs: 0 };
    // It is at leisure, so the first one after that instant is still the last one: it is looked at more often than bids are made.
    if (madeAtMs > madeAfterMs) return atMs;
    if (nowMs() > untilMs) throw new Error(`nobody serves ${auctionId} any more`);
    await pause(AGAIN_MS);
  }
}

async function obey(order: BiddersOrder): Promise<void> {
  switch (order.kind) {
    case 'join':
      await join(order);
      answer({ kind: 'joined' });
      break;
    case 'bid':
      answer({ kind: 'bids', ...(await bidFor(order.seconds)) });
      break;
    case 'go-on':
      isStopped = false;
      goingOn = Promise.all([...duels.values()].map(goOn));
      answer({ kind: 'going-on' });
      break;
    case 'await': {
      const all = order.auctionIds.map((auctionId) => firstAccepted(auctionId, order.madeAfterMs));
      answer({ kind: 'accepted', atMs: await Promise.all(all) });
      break;
    }
    case 'stop':
      isStopped = true;
      await goingOn;
      answer({ kind: 'stopped' });
      break;
    case 'leave':
      await Promise.all([...duels.values()].map((duel) => duel.leave()));
      answer({ kind: 'left' });
      break;
    default:
      order satisfies never;
  }
}

process.on('message', (order: BiddersOrder) => void obey(order));
process.on('disconnect', () => process.exit(0));
