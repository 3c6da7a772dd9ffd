import type { DueNotice } from '../../persistence/alerts/notice-queue.ts';
import { wordsOf } from './words.ts';

export type Mail = {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
};

type Links = { readonly auction: string; readonly unsubscribe: string };

/** A message as plain text and as simple HTML, with a way out that mail programs show as a button (RFC 8058). */
export function mailOf(notice: DueNotice, { auction, unsubscribe }: Links): Mail {
  const { subject, text } = wordsOf(notice);
  const why = 'You asked for e-mail like this in your notice preferences. No more of it:';
  return {
    // Not as text, which would be read for commas and brackets.
    to: { name: '', address: notice.email },
    subject,
    text: `${subject}\n\n${text}\n\n${auction}\n\n--\n${why}\n${unsubscribe}\n`,
    html: `<!doctype html>
<p><strong>${escaped(subject)}</strong></p>
<p>${escaped(text)}</p>
<p><a href="${escaped(auction)}">${escaped(auction)}</a></p>
<p><small>${why} <a href="${escaped(unsubscribe)}">unsubscribe</a></small></p>
`,
    // The same whenever it is sent, so that mailboxes may know one that comes twice.
    messageId: `<${notice.kind}.${notice.alertId}.${notice.userId}@${new URL(auction).hostname}>`,
    headers: {
      'List-Unsubscribe': `<${unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Auto-Submitted': 'auto-generated',
    },
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
