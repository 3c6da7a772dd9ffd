/** Several auction servers behind one address, on one PostgreSQL and one Redis: a deployment in small, from local programs. */
import { type AuctionServer, startAuctionServer } from './auction-server.ts';
import { type Balancer, startBalancer } from './balancer.ts';
import { type LocalPostgres, type PostgresOptions, startPostgres } from './postgres.ts';
import { createPrivateFolder } from './private-folder.ts';
import { type RecommenderServer, startRecommenderServer } from './recommender-server.ts';
import { type LocalRedis, startRedis } from './redis.ts';

export interface ClusterOptions {
  readonly nodes: number;
  /** Of the balancer; any free one by default. */
  readonly port?: number;
  /** For every node, over what it would have anyway. */
  readonly settings?: Readonly<Record<string, string>>;
  /** For one of them, over those; nodes count from 1. */
  readonly settingsOf?: (node: number) => Readonly<Record<string, string>>;
  /** Whether a recommender of its own serves all nodes; by default each brings one along. */
  readonly recommender?: boolean;
  readonly postgres?: PostgresOptions;
  /** Told what is being started. */
  readonly progress?: (what: string) => void;
}

export interface Cluster {
  /** Where clients go. */
  readonly url: string;
  readonly nodes: readonly AuctionServer[];
  readonly postgres: LocalPostgres;
  readonly redis: LocalRedis;
  readonly recommender: RecommenderServer | undefined;
  /** Ends everything, those first who need the others. */
  stop(): Promise<void>;
}

export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { progress = () => {} } = options;
  const started: { stop(): Promise<void> }[] = [];
  const keep = <T extends { stop(): Promise<void> }>(service: T): T => {
    started.push(service);
    return service;
  };
  const stop = async () => {
    // Those that were started last need the others until they are gone.
    while (started.length > 0) await started.pop()?.stop();
  };

  try {
    progress('PostgreSQL');
    const postgres = keep(await startPostgres(options.postgres));
    progress('Redis');
    const redis = keep(await startRedis());
    const images = createPrivateFolder('images');
    keep({ stop: async () => images.remove() });
    const recommender = options.recommender ? keep(await startOneRecommender(postgres, progress)) : undefined;
    let nodes: AuctionServer[] = [];
    const balancer: Balancer = await startBalancer(async (port) => {
      progress(`${options.nodes} nodes`);
      const launched = await Promise.allSettled(
        Array.from({ length: options.nodes }, (_, index) =>
          startAuctionServer({
            DATABASE_URL: postgres.url(),
            REDIS_URL: redis.url(),
            PUBLIC_URL: `http://127.0.0.1:${port}`,
            PUBLIC_ADDRESS: `127.0.0.1:${port}/node-${index + 1}`,
            TRUST_PROXY: '1',
            IMAGE_FOLDER: images.path,
            ...(recommender !== undefined && { RECOMMENDER_URL: recommender.url }),
            ...options.settings,
            ...options.settingsOf?.(index + 1),
          }),
        ),
      );
      const up = launched.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      keep({ stop: async () => void (await Promise.all(up.map((node) => node.stop()))) });
      for (const each of launched) if (each.status === 'rejected') throw each.reason;
      nodes = up;
      progress('nginx');
      return nodes.map(({ url }) => Number(new URL(url).port));
    }, options.port);
    keep(balancer);
    return { url: balancer.url, nodes, postgres, redis, recommender, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startOneRecommender(
  postgres: LocalPostgres,
  progress: (what: string) => void,
): Promise<RecommenderServer> {
  progress('the recommender');
  return startRecommenderServer({ settings: { DATABASE_URL: postgres.url() } });
}
