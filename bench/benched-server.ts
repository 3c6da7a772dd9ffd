import { type AuctionServer, startAuctionServer } from '../local-services/auction-server.ts';

/** The real server as its own process, with every limit per client lifted. */
export function startServer(
  databaseUrl: string,
  connections: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<AuctionServer> {
  return startAuctionServer({
    DATABASE_URL: databaseUrl,
    DATABASE_POOL: String(connections),
    MAX_MESSAGES_PER_SECOND: '0',
    ...settings,
  });
}
