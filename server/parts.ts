import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, RawServerDefault } from 'fastify';
import type { Catalogue } from '../persistence/catalogue/catalogue.ts';
import type { Database } from '../persistence/database.ts';
import type { Feed } from '../persistence/feed/feed.ts';
import type { ImageStore } from '../persistence/images/store.ts';
import type { Likes } from '../persistence/likes/wanted.ts';
import type { RequestCounts } from '../persistence/request-counts.ts';
import type { AuctionHouse } from '../rooms/auction-house.ts';
import type { HouseClock } from '../rooms/ports.ts';
import type { Auth } from './accounts/auth.ts';
import type { AlertHub } from './alerts/hub.ts';
import type { Config } from './config.ts';
import type { Log } from './logs/log.ts';
import type { Notices } from './notices/notices.ts';
import type { Observers } from './observers.ts';
import type { Recommendations } from './recommendations/recommendations.ts';
import type { Tracer } from './tracing/tracer.ts';

/** What the routes are made of; built once in `main.ts`, or by a test. */
export type Parts = {
  readonly database: Database;
  readonly feed: Feed;
  readonly catalogue: Catalogue;
  readonly likes: Likes;
  readonly alerts: AlertHub;
  readonly notices: Notices;
  readonly recommendations: Recommendations;
  readonly imageStore: ImageStore;
  readonly house: AuctionHouse;
  readonly auth: Auth;
  readonly clock: HouseClock;
  readonly observer: Observers;
  readonly tracer: Tracer;
  readonly requestCounts: RequestCounts;
  readonly config: Config;
  readonly log: Log;
};

/** A Fastify whose handlers take their types from the routes' shapes. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  Log,
  TypeBoxTypeProvider
>;
