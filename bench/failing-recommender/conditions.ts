import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { RecommenderServer } from '../../local-services/recommender-server.ts';

/** What befalls the recommender. */
export type Condition = {
  readonly name: ConditionName;
  /** While nobody asks. */
  readonly before?: () => Promise<unknown>;
  /** While people ask. */
  readonly during?: () => unknown;
  /** Makes it well again; nobody asks. */
  readonly undo?: () => unknown;
};

export const CONDITION_NAMES = ['healthy', 'killed', 'hung', 'poisoned'] as const;
export type ConditionName = (typeof CONDITION_NAMES)[number];

export function conditionsOf(recommender: RecommenderServer): readonly Condition[] {
  let poisoner: Server | undefined;
  return [
    { name: 'healthy' },
    { name: 'killed', during: recommender.kill, undo: recommender.restart },
    { name: 'hung', during: recommender.suspend, undo: recommender.resume },
    {
      name: 'poisoned',
      async before() {
        await recommender.kill();
        poisoner = await startPoisoner(recommender.port);
      },
      async undo() {
        poisoner?.closeAllConnections();
        poisoner?.close();
        await recommender.restart();
      },
    },
  ];
}

/** Answers at once and in due form with auctions that are nowhere. */
async function startPoisoner(port: number): Promise<Server> {
  const poisoner = createServer(async (request, response) => {
    for await (const _chunk of request);
    const items = Array.from({ length: 15 }, () => ({
      auctionId: randomUUID(),
      reason: { kind: 'popular' },
    }));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ items, learnedAt: new Date().toISOString() }));
  });
  poisoner.listen(port, '127.0.0.1');
  await once(poisoner, 'listening');
  return poisoner;
}
