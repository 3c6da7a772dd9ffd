import { expect, test } from 'vitest';
import webPush from 'web-push';
import { readConfig } from '../../server/config.ts';
import { VAPID } from './vapid.ts';

const MAIL = {
  SMTP_URL: 'smtp://me:secret@mail.example',
  MAIL_FROM: 'house@example.com',
  PUBLIC_URL: 'https://house.example/',
};

test('without configuration there is no push and no e-mail', () => {
  expect(readConfig({})).toMatchObject({ push: undefined, mail: undefined });
  expect(readConfig({ PUBLIC_URL: 'https://house.example' }).mail).toBeUndefined();
});

test('keys and a subject turn push on, a mail server and a sender e-mail', () => {
  expect(readConfig({ ...VAPID, ...MAIL })).toMatchObject({
    push: {
      publicKey: VAPID.VAPID_PUBLIC_KEY,
      privateKey: VAPID.VAPID_PRIVATE_KEY,
      subject: VAPID.VAPID_SUBJECT,
      privateEndpoints: false,
    },
    mail: { smtpUrl: MAIL.SMTP_URL, from: MAIL.MAIL_FROM, publicUrl: 'https://house.example' },
  });
  expect(readConfig({ ...VAPID, PUSH_PRIVATE_ENDPOINTS: 'allowed' }).push?.privateEndpoints).toBe(true);
  expect(readConfig({ ...MAIL, MAIL_FROM: 'The house <house@example.com>' }).mail?.from).toBe(
    'The house <house@example.com>',
  );
});

test.each([
  [{ ...VAPID, VAPID_SUBJECT: '' }, 'VAPID_SUBJECT'],
  [{ ...VAPID, VAPID_PRIVATE_KEY: '' }, 'VAPID_PRIVATE_KEY'],
  [
    { VAPID_SUBJECT: VAPID.VAPID_SUBJECT },
    'VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY; npx web-push generate-vapid-keys',
  ],
  [{ ...VAPID, VAPID_PRIVATE_KEY: webPush.generateVAPIDKeys().privateKey }, 'do not belong together'],
  [{ ...VAPID, VAPID_PUBLIC_KEY: 'short' }, 'VAPID_PUBLIC_KEY'],
  [{ ...VAPID, VAPID_SUBJECT: 'me' }, 'VAPID_SUBJECT'],
  [{ ...VAPID, PUSH_PRIVATE_ENDPOINTS: 'yes' }, 'PUSH_PRIVATE_ENDPOINTS'],
  [{ ...MAIL, MAIL_FROM: '' }, 'SMTP_URL and MAIL_FROM belong together'],
  [{ ...MAIL, SMTP_URL: '' }, 'SMTP_URL and MAIL_FROM belong together'],
  [{ ...MAIL, PUBLIC_URL: '' }, 'PUBLIC_URL'],
  [{ ...MAIL, SMTP_URL: 'mail.example:25' }, 'SMTP_URL'],
  [{ ...MAIL, MAIL_FROM: 'nobody' }, 'MAIL_FROM'],
  [{ ...MAIL, MAIL_FROM: 'house@example.com\r\nBcc: eve@example.com' }, 'MAIL_FROM'],
])('half or wrong notices are refused by name: %o', (variables, says) => {
  expect(() => readConfig(variables)).toThrow(says);
});

test('what is refused is not repeated, for it may be a secret', () => {
  const secret = 'pa55word';
  expect(() => readConfig({ ...MAIL, SMTP_URL: `smpt://me:${secret}@mail.example` })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining(secret) }),
  );
});
