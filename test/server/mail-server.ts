/** A mail server on this machine, with a mailbox for whatever comes. */
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export type Letter = {
  readonly to: string;
  readonly headers: ReadonlyMap<string, string>;
  /** Both of its parts, decoded. */
  readonly body: string;
};

/** On a port of its own, or again on one it had before. */
export async function openMailServer(port = 0) {
  const letters: Letter[] = [];
  const refused = new Set<string>();
  let asked = 0;
  const server = new SMTPServer({
    authOptional: true,
    // Clients keep their connections, and would keep it from closing.
    closeTimeout: 50,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _session, done) {
      asked += 1;
      if (refused.has(address))
        return done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
      done();
    },
    onData(stream, { envelope }, done) {
      buffer(stream).then((raw) => {
        letters.push(letterIn(envelope.rcptTo[0]?.address ?? '', raw.toString()));
        done();
      }, done);
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.server.address();
  const listening = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port: listening,
    url: `smtp://127.0.0.1:${listening}`,
    letters,
    refused,
    /** How often it was asked to take a message for somebody. */
    get asked() {
      return asked;
    },
    to: (address: string) => letters.filter((letter) => letter.to === address),
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}

function letterIn(to: string, raw: string): Letter {
  const end = raw.indexOf('\r\n\r\n');
  const lines = raw
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = new Map(
    lines.map((line) => {
      const [name = '', ...value] = line.split(': ');
      return [name.toLowerCase(), decodedWords(value.join(': '))];
    }),
  );
  return { to, headers, body: decoded(raw.slice(end).replaceAll('=\r\n', '')) };
}

/** Quoted-printable; whatever is sent some other way reads as itself. */
const decoded = (text: string): string =>
  Buffer.from(
    text.replaceAll(/=([\dA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();

/** RFC 2047, as far as it is used here. */
const decodedWords = (value: string): string =>
  value
    .replaceAll(/\?=\s+=\?UTF-8\?Q\?/g, '')
    .replaceAll(/=\?UTF-8\?Q\?(.*?)\?=/g, (_, word: string) => decoded(word.replaceAll('_', ' ')));
