import type {
  NoticePreferences,
  NoticePreferencesBody,
  PushEndpointBody,
  PushEndpointRequest,
  PushKeyBody,
} from '../auction/api-notices.ts';
import type { Rest } from './rest.ts';

/** A browser's `PushSubscription` as it is, or what its `toJSON()` gives. */
export type PushSubscriptionLike = PushEndpointRequest | { toJSON(): unknown };

/** Being woken by e-mail or by one's browsers, of being outbid, of an end that is near and of what one won. */
export class Notices {
  readonly #rest: Rest;

  constructor(rest: Rest) {
    this.#rest = rest;
  }

  /** What is told which way, and which ways this house has. */
  preferences(): Promise<NoticePreferencesBody> {
    return this.#rest.call('GET', '/api/me/notice-preferences');
  }

  /** From now on exactly these: `{ email: ['won'], push: ['outbid', 'ending_soon', 'won'] }`, say. */
  prefer(preferences: NoticePreferences): Promise<NoticePreferencesBody> {
    return this.#rest.call('PUT', '/api/me/notice-preferences', { body: preferences });
  }

  /** What `pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })` takes. */
  async pushKey(): Promise<string> {
    const { publicKey } = await this.#rest.call<PushKeyBody>('GET', '/api/push-key');
    return publicKey;
  }

  /** Registers a browser, with what `pushManager.subscribe()` gave; the same one again is the same one. */
  addBrowser(subscription: PushSubscriptionLike): Promise<PushEndpointBody> {
    return this.#rest.call('PUT', '/api/me/push-endpoints', { body: subscription });
  }

  /** One's registered browsers, the latest first. */
  async browsers(): Promise<readonly PushEndpointBody[]> {
    const { items } = await this.#rest.call<{ items: readonly PushEndpointBody[] }>(
      'GET',
      '/api/me/push-endpoints',
    );
    return items;
  }

  async removeBrowser(id: string): Promise<void> {
    await this.#rest.call('DELETE', `/api/me/push-endpoints/${encodeURIComponent(id)}`);
  }
}
