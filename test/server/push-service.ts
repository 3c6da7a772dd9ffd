/** A push service on this machine with its browsers, which read what they get as RFC 8291 says, and know nothing of how it was written. */
import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  hkdfSync,
  randomBytes,
  randomUUID,
  verify,
} from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { PushMessage } from '../../auction/api-notices.ts';
import { selfSigned, trust } from '../support/self-signed.ts';

/** A status to answer, or not to answer at all, or drop by drop. */
type Manner = number | 'hang' | 'drip';
type Received = { readonly message: PushMessage; readonly headers: IncomingHttpHeaders };

export type Browser = Awaited<ReturnType<typeof openPushService>>['browser'] extends () => infer B
  ? B
  : never;

export async function openPushService() {
  const certificate = selfSigned();
  trust(certificate.cert);
  const browsers = new Map<string, (request: IncomingMessage, response: ServerResponse) => Promise<void>>();
  const server = createServer(certificate, (request, response) => {
    const browser = browsers.get(request.url ?? '');
    if (browser === undefined) response.writeHead(404).end();
    else void browser(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;

  return {
    origin,
    server,
    browser() {
      const path = `/send/${randomUUID()}`;
      const keys = createECDH('prime256v1');
      keys.generateKeys();
      const auth = randomBytes(16);
      const received: Received[] = [];
      const manners: Manner[] = [];
      let asked = 0;
      let hanging: (() => void)[] = [];
      let wasHungUpOn = false;
      browsers.set(path, async (request, response) => {
        asked += 1;
        const manner = manners.shift() ?? 201;
        const body = await buffer(request);
        const answer = (status: number) => {
          if (status < 300)
            received.push({ message: JSON.parse(opened(body, keys, auth)), headers: request.headers });
          response.writeHead(status, { location: `${origin}/elsewhere` });
        };
        if (manner === 'hang') {
          hanging.push(() => {
            answer(201);
            response.end();
          });
        } else if (manner === 'drip') {
          answer(201);
          const dripping = setInterval(() => response.write('.'), 20);
          response.on('close', () => {
            clearInterval(dripping);
            wasHungUpOn = true;
          });
        } else {
          answer(manner);
          response.end('thank you');
        }
      });
      return {
        subscription: {
          endpoint: `${origin}${path}`,
          expirationTime: null,
          keys: { p256dh: keys.getPublicKey('base64url'), auth: auth.toString('base64url') },
        },
        received,
        /** How often the service was asked to deliver, whatever it answered. */
        get asked() {
          return asked;
        },
        /** Whether an answer that came drop by drop was not awaited for ever. */
        get wasHungUpOn() {
          return wasHungUpOn;
        },
        /** What the next requests are answered; then 201 again. */
        next: (...these: readonly Manner[]) => void manners.push(...these),
        /** Answers those that hang, after all. */
        answerNow() {
          for (const answer of hanging) answer();
          hanging = [];
        },
      };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** RFC 8291 and RFC 8188, from the receiver's side. */
function opened(body: Buffer, keys: ReturnType<typeof createECDH>, auth: Buffer): string {
  const salt = body.subarray(0, 16);
  const sender = body.subarray(21, 21 + body.readUInt8(20));
  const record = body.subarray(21 + sender.length);
  const derive = (secret: Buffer, by: Buffer, about: Buffer, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, by, about, length));
  const about = Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), sender]);
  const secret = derive(keys.computeSecret(sender), auth, about, 32);
  const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString();
}

/** What a push service believes of who sends, if the signature is by the key that the browser registered with (RFC 8292). */
export function vapidClaims(
  authorization = '',
  publicKey: string,
): { aud: string; sub: string; exp: number } {
  const [, head = '', claims = '', signature = '', key = ''] =
    /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)$/.exec(authorization) ?? [];
  if (key !== publicKey) throw new Error('signed for by another key');
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')];
  const signer = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const signed = Buffer.from(`${head}.${claims}`);
  const isSigned = verify(
    'sha256',
    signed,
    { key: signer, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) throw new Error('not signed by its key');
  return JSON.parse(Buffer.from(claims, 'base64url').toString());
}
