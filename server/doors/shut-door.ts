import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { Turnstile } from '../../rooms/doors/turnstile.ts';
import type { Observer } from '../../rooms/ports.ts';
import type { Config } from '../config.ts';
import { HTTP_LIMITS } from '../limits.ts';
import { partyOf } from './client-addresses.ts';

/**
 * Whoever goes on asking although every answer is a refusal is hung up on, and cannot come back for some seconds: even refusals would cost
 * the others something. Behind a proxy nobody is, because the connection is the proxy's, and others' requests come through it.
 */
export class ShutDoor {
  readonly #isDirect: boolean;
  readonly #out = new Turnstile(HTTP_LIMITS.shutOutMs, HTTP_LIMITS.shutOut);

  constructor(
    server: Server,
    { config, observer }: { readonly config: Config; readonly observer: Observer },
  ) {
    this.#isDirect = config.trustProxy === false;
    if (!this.#isDirect) return;
    server.on('connection', (socket: Socket) => {
      if (this.#out.size === 0) return;
      if (this.#out.awayMs(partyOf(socket.remoteAddress ?? ''), performance.now()) === 0) return;
      observer.turnedAway('address_requests');
      socket.destroy();
    });
  }

  /** Hangs up; false behind a proxy. */
  shutsOut({ ip, raw }: FastifyRequest): boolean {
    if (!this.#isDirect) return false;
    this.#out.sendAway(partyOf(ip), performance.now());
    raw.socket.destroy();
    return true;
  }
}
