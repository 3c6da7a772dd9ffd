import { createTransport } from 'nodemailer';
import type { DueNotice } from '../../persistence/alerts/notice-queue.ts';
import type { Carried, Carrier } from './carrier.ts';
import { NOTICE_SENDING } from './limits.ts';
import { mailOf } from './mail.ts';
import type { MailOptions } from './options.ts';

type Links = Parameters<typeof mailOf>[1];

/** E-mail through a mail server, over a few connections that are kept. */
export function mailCarrier({ smtpUrl, from }: MailOptions, linksFor: (notice: DueNotice) => Links): Carrier {
  const transport = createTransport(
    {
      url: smtpUrl,
      pool: true,
      maxConnections: NOTICE_SENDING.mailsAtOnce,
      connectionTimeout: NOTICE_SENDING.mailStepWithinMs,
      greetingTimeout: NOTICE_SENDING.mailStepWithinMs,
      socketTimeout: NOTICE_SENDING.mailStepWithinMs,
      // Nothing a stranger wrote may make it read a file or call an address.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );

  return {
    channel: 'email',
    atOnce: NOTICE_SENDING.mailsAtOnce,
    withinMs: NOTICE_SENDING.mailWithinMs,
    async carry(notice, signal) {
      try {
        await transport.sendMail({ ...mailOf(notice, linksFor(notice)), signal });
        return { kind: 'sent' };
      } catch (error) {
        return refusalIn(error) ?? failureOf(error);
      }
    },
    close: () => transport.close(),
  };
}

type MailError = { readonly code?: string; readonly responseCode?: number };

/** A 5xx to the sender, the receiver or the message. One to our own password is the house's trouble, and may be mended. */
function refusalIn(error: unknown): Carried | undefined {
  const { code, responseCode = 0 } = error as MailError;
  const ofMessage = code === 'EENVELOPE' || code === 'EMESSAGE';
  return ofMessage && responseCode >= 500
    ? { kind: 'refused', reason: `the mail server answered ${responseCode}` }
    : undefined;
}

/** Without what the server said: it may repeat the address. */
function failureOf(error: unknown): Carried {
  const { code = 'an error', responseCode } = error as MailError;
  return {
    kind: 'failed',
    reason: responseCode === undefined ? `mail: ${code}` : `mail: ${code}, ${responseCode}`,
  };
}
