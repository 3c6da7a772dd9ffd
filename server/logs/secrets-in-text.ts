/** Shorter ones are words that stand elsewhere, too. */
const LITERAL_LENGTH = 8;
const HIDDEN = '[hidden]';

/** Fields whose values open something, wherever they stand. */
const FIELDS =
  'authorization|proxy-authorization|cookie|set-cookie|set-auth-token|password|newPassword|currentPassword|token|sessionToken|' +
  'sessionId|session_id|session_token|reconnectionToken|secret|p256dh|auth';

/** What looks like a secret, in a line of JSON or in the text inside it, and what is left of it. */
const LOOKS: readonly (readonly [RegExp, string])[] = [
  // The same with its quotes escaped, as in JSON that stands in a message.
  [new RegExp(`(\\\\"(?:${FIELDS})\\\\"\\s*:\\s*\\\\")(?:[^"\\\\]|\\\\\\\\.)*`, 'gi'), `$1${HIDDEN}`],
  [new RegExp(`("(?:${FIELDS})":)(?:"(?:[^"\\\\]|\\\\.)*"|\\[[^\\]]*\\])`, 'gi'), `$1"${HIDDEN}"`],
  // In addresses and forms: links that unsubscribe, seats of sockets.
  [
    /\b((?:_authToken|token|sessionId|reconnectionToken|access_token|password|secret)=)[^&"\s\\;,]+/gi,
    `$1${HIDDEN}`,
  ],
  [/((?:__Secure-|__Host-)?better-auth\.\w+=)[^;"\s\\]+/g, `$1${HIDDEN}`],
  [/\b((?:bearer|basic)\s+)[\w.~+/=%-]{8,}/gi, `$1${HIDDEN}`],
  // Names and passwords in addresses of databases, mail servers and the like.
  [/(\w:\/\/[^\s:@/"\\]*:)[^\s@"\\]+@/g, `$1${HIDDEN}@`],
];

/** Takes out what looks like a secret, and the given ones wherever they stand. */
export function withoutSecrets(secrets: readonly (string | undefined)[]): (text: string) => string {
  const literals = secrets.flatMap((secret) =>
    secret !== undefined && secret.length >= LITERAL_LENGTH
      ? [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]
      : [],
  );
  return (text) => {
    let clean = text;
    for (const [look, left] of LOOKS) clean = clean.replace(look, left);
    for (const literal of new Set(literals)) clean = clean.replaceAll(literal, HIDDEN);
    return clean;
  };
}
