import type { App } from '../parts.ts';

/** `GET /` → where everything is, for whoever opens the bare address. */
export function frontDoorRoutes(app: App): void {
  app.get('/', async () => ({
    name: 'Ready Auction',
    auctions: '/api/auctions',
    monitor: '/monitor/',
    health: '/health/ready',
  }));
}
