import { fileURLToPath } from 'node:url';
import type { Seat } from '../../auction/protocol.ts';
import { ReadyAuction } from '../../client-sdk/index.ts';
import type { Cluster } from '../../local-services/cluster.ts';
import { startWorker, type Worker } from '../worker.ts';
import type { BiddersAnswer, BiddersOrder } from './bidders-messages.ts';
import type { Options } from './options.ts';
import { furnish } from './people.ts';

const BIDDERS = fileURLToPath(new URL('./bidders.ts', import.meta.url));

export type Measured = {
  readonly nodes: number;
  readonly bids: { readonly latenciesMs: readonly number[]; readonly seconds: number };
  /** Of each room joined, from the call until its state was there. */
  readonly joinsMs: readonly number[];
  /** Of each auction of each killed node: from SIGKILL until a bid that was made after it was accepted. */
  readonly failoversMs: readonly number[];
};

type Bidders = Worker<BiddersOrder, BiddersAnswer>;

/** Leaves the cluster with everything settled. */
export async function measure(
  cluster: Cluster,
  options: Options,
  progress: (what: string) => void,
): Promise<Measured> {
  const { url, nodes } = cluster;
  progress('people sign up');
  const { auctionIds, tokens } = await furnish(url, options.auctions);
  const bidders = startWorker<BiddersOrder, BiddersAnswer>(BIDDERS);
  try {
    await bidders.ask({ kind: 'join', url, tokens, auctionIds }, 'joined');
    progress('bidding');
    const { latenciesMs, seconds } = await bidders.ask({ kind: 'bid', seconds: options.seconds }, 'bids');
    progress('joining');
    const joinsMs = await joins(url, auctionIds, options.joins);
    await bidders.ask({ kind: 'go-on' }, 'going-on');
    const failoversMs: number[] = [];
    for (let kill = 1; kill <= options.kills; kill++) {
      progress(`kill ${kill} of ${options.kills}`);
      failoversMs.push(...(await failover(cluster, bidders, auctionIds)));
    }
    await bidders.ask({ kind: 'stop' }, 'stopped');
    await bidders.ask({ kind: 'leave' }, 'left');
    return { nodes: nodes.length, bids: { latenciesMs, seconds }, joinsMs, failoversMs };
  } finally {
    await bidders.stop();
  }
}

/** One after the other, each by somebody new who only watches. */
async function joins(url: string, auctionIds: readonly string[], count: number): Promise<number[]> {
  const tookMs: number[] = [];
  for (let each = 0; each < count; each++) {
    const sinceMs = performance.now();
    const live = await new ReadyAuction(url).join(auctionIds[each % auctionIds.length] ?? '');
    tookMs.push(performance.now() - sinceMs);
    await live.leave();
  }
  return tookMs;
}

/** Kills the node with most auctions, and starts it again: at once where there is no other, else when all is well without it. */
async function failover(
  { nodes }: Cluster,
  bidders: Bidders,
  auctionIds: readonly string[],
): Promise<number[]> {
  const places = await Promise.all(auctionIds.map((auctionId) => ownerOf(nodes[0]?.url ?? '', auctionId)));
  const ownedBy = (node: number) => auctionIds.filter((_, index) => places[index] === node);
  const [victim = 1] = nodes
    .map((_, index) => index + 1)
    .sort((one, other) => ownedBy(other).length - ownedBy(one).length);
  const node = nodes[victim - 1];
  if (node === undefined) throw new Error(`there is no node ${victim}`);
  const orphans = ownedBy(victim);

  const killedAtMs = performance.timeOrigin + performance.now();
  await node.kill();
  const madeAfterMs = performance.timeOrigin + performance.now();
  const restarted = nodes.length === 1 ? node.restart() : undefined;
  const { atMs } = await bidders.ask({ kind: 'await', auctionIds: orphans, madeAfterMs }, 'accepted');
  await (restarted ?? node.restart());
  return atMs.map((each) => each - killedAtMs);
}

/** The number of the node whose room an auction has. */
async function ownerOf(url: string, auctionId: string): Promise<number> {
  const response = await fetch(`${url}/matchmake/joinOrCreate/auction`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auctionId }),
  });
  if (!response.ok) throw new Error(`a seat was refused with ${response.status}`);
  const { publicAddress } = (await response.json()) as Seat;
  // Absent when it is the one that was asked, the first.
  return Number(/\/node-(\d+)$/.exec(publicAddress ?? '')?.[1] ?? 1);
}
