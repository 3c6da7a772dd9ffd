/** One auction's log, played again: order, prices, times, who won, and every point that moved for it. */
import {
  type Board,
  closingMovements,
  type Move,
  type Movement,
  minimumOf,
  moveOf,
  opening,
} from './play.ts';
import type { StoredAuction, StoredBid, StoredMovement, StoredProlongation } from './stored.ts';
import type { Findings } from './violations.ts';

/** The board after each accepted bid: what watchers may have seen, by number of bids. */
export type Shown = readonly { readonly price: number; readonly leaderId: string | null }[];

export type StoredLog = {
  readonly bids: readonly StoredBid[];
  readonly prolongations: readonly StoredProlongation[];
  readonly movements: readonly StoredMovement[];
};

/** `openUntilMs`: up to when the house was to close what had ended. */
export function checkLog(
  auction: StoredAuction,
  log: StoredLog,
  openUntilMs: number,
  findings: Findings,
): Shown {
  checkOrder(auction, log, findings);
  let board = opening(auction);
  const shown: { price: number; leaderId: string | null }[] = [{ price: board.price, leaderId: null }];
  const expected = new Map<number, readonly Movement[]>();
  for (const entry of [...log.bids, ...log.prolongations].sort((one, other) => one.seq - other.seq)) {
    const name = `auction ${auction.id} #${entry.seq}`;
    if (!('outcome' in entry)) {
      board = prolonged(name, board, entry, findings);
      continue;
    }
    const move = entry.outcome === 'accepted' ? moveOf(auction, board, entry) : { board, movements: [] };
    checkMove(name, auction, board, entry, move, findings);
    board = move.board;
    if (entry.outcome !== 'accepted') continue;
    shown.push({ price: board.price, leaderId: board.leader?.userId ?? null });
    expected.set(entry.seq, move.movements);
  }
  checkEnd(auction, board, shown.length - 1, findings);
  if (auction.ending === null && auction.endsAtMs < openUntilMs) {
    findings.add('unclosed', `auction ${auction.id}`, `ended at ${new Date(auction.endsAtMs).toISOString()}`);
  }
  if (auction.closedSeq !== null) {
    const earlier = expected.get(auction.closedSeq) ?? [];
    const isSold = auction.ending === 'sold';
    expected.set(auction.closedSeq, [...earlier, ...closingMovements(auction, board, isSold)]);
  }
  checkMovements(`auction ${auction.id}`, expected, log.movements, findings);
  return shown;
}

function checkMove(
  name: string,
  auction: StoredAuction,
  before: Board,
  bid: StoredBid,
  { board, wrong, isLate }: Move,
  findings: Findings,
): void {
  const what = `${bid.kind} ${bid.points}, ${bid.outcome}`;
  if (wrong !== undefined) findings.add('disordered', name, `${what}: ${wrong}`);
  if (isLate) findings.add('late', name, `${what} at ${bid.atMs}, with the end at ${before.endsAtMs}`);
  if (board.price < before.price)
    findings.add('disordered', name, `${what}: the price fell to ${board.price}`);
  if (bid.price !== board.price || bid.minimum !== minimumOf(auction, board)) {
    findings.add('disordered', name, `${what}: stored price ${bid.price}, but it led to ${board.price}`);
  }
  if (bid.outcome !== 'accepted') return;
  if (bid.leading !== (board.leader?.userId === bid.bidderId)) {
    findings.add('disordered', name, `${what}: wrong about who leads`);
  }
  if (auction.closedSeq !== null && bid.seq > auction.closedSeq) {
    findings.add('late', name, `${what}: after the closing, #${auction.closedSeq}`);
  }
}

function prolonged(
  name: string,
  board: Board,
  { atMs, endsAtMs }: StoredProlongation,
  findings: Findings,
): Board {
  if (atMs < board.endsAtMs || endsAtMs <= atMs)
    findings.add('late', name, 'prolonged while it was not over');
  return { ...board, endsAtMs };
}

/** One entry after the other, none missing, and never one of an owner who had been followed by another. */
function checkOrder(auction: StoredAuction, { bids, prolongations }: StoredLog, findings: Findings): void {
  const entries = new Set([...bids, ...prolongations].map(({ seq }) => seq));
  if (auction.closedSeq !== null) entries.add(auction.closedSeq);
  const complete =
    entries.size === auction.seq && [...entries].every((seq) => seq >= 1 && seq <= auction.seq);
  if (!complete) {
    findings.add(
      'disordered',
      `auction ${auction.id}`,
      `${entries.size} entries in its log, ${auction.seq} counted`,
    );
  }
  let epoch = 0;
  for (const bid of bids) {
    if (bid.epoch < epoch || bid.epoch > auction.epoch) {
      findings.add(
        'disordered',
        `auction ${auction.id} #${bid.seq}`,
        `by owner ${bid.epoch} after owner ${epoch}`,
      );
    }
    epoch = Math.max(epoch, bid.epoch);
  }
}

function checkEnd(auction: StoredAuction, board: Board, accepted: number, findings: Findings): void {
  const { leader, price } = board;
  const name = `auction ${auction.id}`;
  if (auction.leaderId !== (leader?.userId ?? null) || auction.leaderMaximum !== (leader?.maximum ?? null)) {
    findings.add('wrong_winner', name, `led by ${auction.leaderId}, but by its bids by ${leader?.userId}`);
  }
  if (auction.price !== price || auction.acceptedBids !== accepted) {
    findings.add(
      'disordered',
      name,
      `stands at ${auction.price} after ${auction.acceptedBids} bids, by its log at ${price} after ${accepted}`,
    );
  }
  if (auction.endsAtMs !== board.endsAtMs) {
    findings.add('disordered', name, `ends at ${auction.endsAtMs}, by its log at ${board.endsAtMs}`);
  }
  if (auction.ending === null) return;
  const isSold = leader !== null && (auction.reserve === null || price >= auction.reserve);
  const winner = isSold ? leader.userId : null;
  if ((auction.ending === 'sold') !== isSold || auction.winnerId !== winner) {
    findings.add('wrong_winner', name, `${auction.ending} to ${auction.winnerId}; by its bids to ${winner}`);
  }
}

/** Every point that a log entry moved, and no other. */
function checkMovements(
  name: string,
  expected: ReadonlyMap<number, readonly Movement[]>,
  stored: readonly StoredMovement[],
  findings: Findings,
): void {
  const actual = Map.groupBy(stored, ({ seq }) => seq);
  for (const seq of new Set([...expected.keys(), ...actual.keys()])) {
    const should = linesOf(expected.get(seq) ?? []);
    const is = linesOf(actual.get(seq) ?? []);
    if (should !== is)
      findings.add('unbalanced', `${name} #${seq}`, `moved ${is}; it should have moved ${should}`);
  }
}

const linesOf = (movements: readonly Movement[]) =>
  movements
    .map(({ kind, userId, points }) => `${kind} ${points} of ${userId}`)
    .sort()
    .join(', ') || 'nothing';
