import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import webPush from 'web-push';
import type { PushMessage } from '../../auction/api-notices.ts';
import type { DueNotice } from '../../persistence/alerts/notice-queue.ts';
import type { Carried, Carrier } from './carrier.ts';
import { NOTICE_SENDING } from './limits.ts';
import type { PushOptions } from './options.ts';
import { PrivateAddress, publicLookup } from './public-lookup.ts';
import { pushAddressProblem } from './push-addresses.ts';
import { wordsOf } from './words.ts';

type Link = (auctionId: string) => string;

/**
 * Web Push. The package encrypts and signs; the request is our own, because the package's collects whatever it is answered, and waits for
 * ever if an answer comes drop by drop.
 */
export function pushCarrier(options: PushOptions, linkTo: Link, lookup = publicLookup()): Carrier {
  const { privateEndpoints } = options;
  const agent = new Agent({
    keepAlive: true,
    maxFreeSockets: NOTICE_SENDING.idleSockets,
    timeout: NOTICE_SENDING.idleSocketMs,
    ...(!privateEndpoints && { lookup }),
  });

  return {
    channel: 'push',
    atOnce: NOTICE_SENDING.pushesAtOnce,
    withinMs: NOTICE_SENDING.pushWithinMs,
    async carry(notice, signal) {
      const { endpoint } = notice;
      if (endpoint === null) throw new Error('a notice without an endpoint was to be pushed');
      const problem = pushAddressProblem(endpoint.address, privateEndpoints);
      if (problem !== undefined) return { kind: 'gone', reason: `its address ${problem}` };
      const { headers, body } = sealed(notice, endpoint, options, linkTo);
      const asked = request(endpoint.address, { method: 'POST', headers, agent, signal });
      // Also after it has answered.
      asked.on('error', () => {}).end(body);
      try {
        const [answer] = (await once(asked, 'response')) as [IncomingMessage];
        leaveUnread(answer);
        return outcomeOf(answer);
      } catch (error) {
        if (error instanceof PrivateAddress) return { kind: 'gone', reason: error.message };
        throw error;
      }
    },
    close: () => agent.destroy(),
  };
}

function sealed(
  notice: DueNotice,
  { address, p256dh, auth }: NonNullable<DueNotice['endpoint']>,
  { publicKey, privateKey, subject }: PushOptions,
  linkTo: Link,
) {
  const { kind, auctionId, title } = notice;
  const message: PushMessage = {
    id: String(notice.alertId),
    kind,
    title,
    auctionId,
    link: linkTo(auctionId),
    text: wordsOf(notice).text,
  };
  return webPush.generateRequestDetails(
    { endpoint: address, keys: { p256dh, auth } },
    JSON.stringify(message),
    {
      vapidDetails: { publicKey, privateKey, subject },
      TTL: kind === 'won' ? NOTICE_SENDING.wonForSeconds : secondsUntil(notice.endsAtMs),
      // A later one takes the place of one that still waits at the push service for the browser.
      topic: createHash('sha256').update(`${kind} ${auctionId}`).digest('base64url').slice(0, TOPIC_LENGTH),
      urgency: kind === 'won' ? 'normal' : 'high',
    },
  );
}

/** What is said beside the status is of no account; but a connection that was read to the end can be used again. */
function leaveUnread(answer: IncomingMessage): void {
  const timer = setTimeout(() => answer.destroy(), NOTICE_SENDING.answerWithinMs);
  answer
    .on('error', () => {})
    .once('close', () => clearTimeout(timer))
    .resume();
}

/** RFC 8030 allows no more. */
const TOPIC_LENGTH = 32;

/** By the clock of this machine, which is good enough for how long something is kept. */
const secondsUntil = (ms: number): number => Math.max(0, Math.ceil((ms - Date.now()) / 1_000));

function outcomeOf({ statusCode = 0, headers }: IncomingMessage): Carried {
  const reason = `the push service answered ${statusCode}`;
  if (statusCode >= 200 && statusCode < 300) return { kind: 'sent' };
  if (statusCode === 404 || statusCode === 410) return { kind: 'gone', reason };
  if (statusCode === 429 || statusCode >= 500) {
    const seconds = Number(headers['retry-after']);
    return { kind: 'failed', reason, ...(seconds > 0 && { afterMs: seconds * 1_000 }) };
  }
  // Redirects, too: nobody but the browser says where its messages go.
  return { kind: 'refused', reason };
}
