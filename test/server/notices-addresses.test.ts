/** Where this server may be made to send requests, and what it makes of keys and failures. */
import { createECDH } from 'node:crypto';
import { get } from 'node:https';
import { expect, test } from 'vitest';
import webPush from 'web-push';
import type { DueNotice } from '../../persistence/alerts/notice-queue.ts';
import { NOTICE_SENDING } from '../../server/notices/limits.ts';
import { isPublicAddress } from '../../server/notices/public-addresses.ts';
import { PrivateAddress, publicLookup, type Resolve } from '../../server/notices/public-lookup.ts';
import { pushAddressProblem } from '../../server/notices/push-addresses.ts';
import { pushCarrier } from '../../server/notices/push-carrier.ts';
import { retryInMs } from '../../server/notices/retries.ts';
import { isKeyPair, isPublicKey } from '../../server/notices/vapid-keys.ts';
import { onOneLine, wordsOf } from '../../server/notices/words.ts';

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  'fc00::1',
  'fd12::1',
  'fe80::1',
  'ff02::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  'localhost',
  '',
])('%j is not on the internet', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each([
  '8.8.8.8',
  '1.1.1.1',
  '172.32.0.1',
  '192.169.0.1',
  '223.255.255.255',
  '2001:4860:4860::8888',
  '2a00:1450::1',
])('%s is on the internet', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  ['http://push.example/x', 'https'],
  ['https://user@push.example/x', 'name or a password'],
  ['https://:secret@push.example/x', 'name or a password'],
  ['https://push.example:8443/x', 'port'],
  ['https://push.example:22/x', 'port'],
  ['https://127.0.0.1/x', 'internet'],
  ['https://2130706433/x', 'internet'],
  ['https://0x7f.1/x', 'internet'],
  ['https://[::1]/x', 'internet'],
  ['https://[::ffff:10.0.0.1]/x', 'internet'],
  ['https://', 'address'],
  ['nonsense', 'address'],
])('%s is nowhere to push to', (address, says) => {
  expect(pushAddressProblem(address, false)).toContain(says);
});

test('the addresses of push services are fine, and private ones where they are allowed', () => {
  expect(pushAddressProblem('https://fcm.googleapis.com/fcm/send/abc', false)).toBeUndefined();
  expect(pushAddressProblem('https://push.example:443/x', false)).toBeUndefined();
  expect(pushAddressProblem('https://localhost:8443/x', true)).toBeUndefined();
  expect(pushAddressProblem('http://localhost/x', true)).toContain('https');
});

const leadsTo =
  (...addresses: readonly string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

/** What a real request over this lookup comes to. */
const requested = (resolve: Resolve) =>
  new Promise<unknown>((settle) => {
    get('https://push.example/', { lookup: publicLookup(resolve), timeout: 1 }, settle).on('error', settle);
  });

test.each([
  ['this machine', ['127.0.0.1']],
  ['the network behind it', ['10.0.0.7']],
  ['the notes of a cloud', ['169.254.169.254']],
  ['one public and one private address', ['93.184.216.34', '192.168.0.1']],
  ['a private address of the newer kind', ['fd00::1']],
])('a name that leads to %s is not called', async (_where, addresses) => {
  expect(await requested(leadsTo(...addresses))).toBeInstanceOf(PrivateAddress);
});

test('a name without addresses, or that cannot be asked for, is an error', async () => {
  expect(await requested(leadsTo())).toMatchObject({ message: 'push.example has no address' });
  expect(await requested(() => Promise.reject(new Error('no name server')))).toMatchObject({
    message: 'no name server',
  });
});

test('what is looked up is what is connected to, in either form that sockets ask in', async () => {
  const lookup = publicLookup(leadsTo('93.184.216.34', '2a00:1450::1'));
  const asked = (all: boolean) =>
    new Promise<unknown[]>((resolve) => lookup('push.example', { all }, (...answer) => resolve(answer)));
  expect(await asked(false)).toEqual([null, '93.184.216.34', 4]);
  expect(await asked(true)).toEqual([
    null,
    [
      { address: '93.184.216.34', family: 4 },
      { address: '2a00:1450::1', family: 6 },
    ],
  ]);
});

test('an endpoint whose name leads to a private address at the time of sending is gone', async () => {
  const browser = createECDH('prime256v1');
  browser.generateKeys();
  const notice: DueNotice = {
    userId: 'u',
    auctionId: 'a',
    kind: 'won',
    target: 't',
    alertId: 1,
    attempts: 1,
    lease: '',
    wanted: true,
    title: 'A lamp',
    pricePoints: 100,
    endsAtMs: Date.now(),
    email: 'ann@example.com',
    endpoint: {
      address: 'https://push.example/x',
      p256dh: browser.getPublicKey('base64url'),
      auth: Buffer.alloc(16).toString('base64url'),
    },
  };
  const options = {
    ...webPush.generateVAPIDKeys(),
    subject: 'mailto:house@example.com',
    privateEndpoints: false,
  };
  const carrier = pushCarrier(options, (id) => id, publicLookup(leadsTo('127.0.0.1')));
  expect(await carrier.carry(notice, AbortSignal.timeout(10_000))).toEqual({
    kind: 'gone',
    reason: 'push.example leads to 127.0.0.1',
  });
  carrier.close();
});

test('keys are told from what is none, and pairs from strangers', () => {
  const [one, other] = [webPush.generateVAPIDKeys(), webPush.generateVAPIDKeys()];
  expect(isKeyPair(one.publicKey, one.privateKey)).toBe(true);
  expect(isKeyPair(one.publicKey, other.privateKey)).toBe(false);
  expect(isKeyPair(one.publicKey, 'A'.repeat(43))).toBe(false);
  expect(isPublicKey(one.publicKey)).toBe(true);
  expect(isPublicKey(`B${'A'.repeat(86)}`)).toBe(false);
  expect(isPublicKey('B'.repeat(87))).toBe(false);
});

test('each wait is twice the one before, up to a bound, and less by chance but never by more than half', () => {
  const { retryAfterMs, retryAfterMostMs, attempts } = NOTICE_SENDING;
  expect([1, 2, 3].map((attempt) => retryInMs(attempt, 0))).toEqual(
    [1, 2, 4].map((times) => times * retryAfterMs),
  );
  expect(retryInMs(attempts, 0)).toBe(retryAfterMostMs);
  expect(retryInMs(1, 0.999)).toBeGreaterThanOrEqual(retryAfterMs / 2);
  expect(retryInMs(1, 0.5)).toBeLessThan(retryAfterMs);
});

test('words stay on one line and the right way around, whatever the title', () => {
  expect(onOneLine(' a\r\nb\u2028c\u0000d \u202Eevil\u2066 ')).toBe('a b c d evil');
  const about = { title: 'A lamp', pricePoints: 12_500, endsAtMs: Date.UTC(2030, 0, 2, 3, 4) };
  expect(wordsOf({ ...about, kind: 'ending_soon' })).toEqual({
    subject: 'Ending soon: A lamp',
    text: 'The price is 12,500 points. Bidding ends at 2030-01-02 03:04 UTC.',
  });
});
