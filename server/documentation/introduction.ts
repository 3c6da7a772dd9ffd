import packageJson from '../../package.json' with { type: 'json' };
import type { Config } from '../config.ts';
import { HTTP_LIMITS } from '../limits.ts';

export const VERSION = packageJson.version;

const perMinute = (most: number) => (most === 0 ? 'without limit here' : `${most} a minute here`);

/** What a newcomer reads first. */
export const introduction = (config: Config): string => `\
An open real-time auction house. Every live auction is a room that owns its price; a bid that was acknowledged is decided, paid for and
on disk.

## Begin

\`\`\`sh
HOUSE=${config.publicUrl ?? `http://localhost:${config.port}`}

# 1. Sign up. Keep the token of the answer.
curl $HOUSE/api/auth/sign-up/email --json '{
  "email": "ann@example.com",
  "password": "correct horse battery",
  "name": "Ann",
  "birthDate": "1990-05-17",
  "gender": "female" }'
AUTH="Authorization: Bearer …"

# 2. Charge the wallet. A key charges once,
#    however often it is sent.
curl $HOUSE/api/wallet/charges -H "$AUTH" \\
  -H "Idempotency-Key: $(uuidgen)" \\
  --json '{ "points": 10000 }'

# 3. Look around, or list something of your own.
curl "$HOUSE/api/auctions?state=live&sort=ending"
curl $HOUSE/api/auctions -H "$AUTH" --json '{
  "title": "A lamp",
  "description": "It glows.",
  "startPricePoints": 100,
  "endsAt": "'$(date -ud '+1 hour' +%FT%TZ)'" }'

# 4. Bid on what somebody else sells.
curl $HOUSE/api/auctions/$AUCTION/bids -H "$AUTH" \\
  --json '{
  "bidId": "'$(uuidgen | tr A-Z a-z)'",
  "kind": "maximum",
  "points": 500 }'
\`\`\`

To see prices move, join the auction: chapter **Realtime**. In TypeScript, \`@ready-auction/client\` does all of this.

## Conventions

JSON everywhere. Amounts end in \`Points\` and are whole points. Times are ISO 8601 in UTC over REST, and milliseconds by the house clock
in rooms.

**Who you are** is said by \`Authorization: Bearer\`, or by the cookie that signing in sets. A cookie acts only for pages of known origins.
A token that is shown must be good: a bad one is 401 even where none is needed.

**Lists** are \`{ items, nextCursor }\`. Ask again with \`?cursor=\` and the same filters until \`nextCursor\` is null. A cursor is opaque, and
stable while things are added. Pages have ${HTTP_LIMITS.pageItems} items unless \`limit\` says otherwise.

**Errors** are all of one shape. \`code\` is stable and meant for programs, \`message\` says to people what to do next, \`details\` names
the fields that are wrong, and \`requestId\` (also in the header \`X-Request-Id\`) is what to quote when asking for help.

\`\`\`json
{ "error": {
  "code": "below_minimum",
  "message": "The amount is too low. Bid at least the minimum.",
  "requestId": "…" } }
\`\`\`

| status | meaning |
|---|---|
| 400 | not understood: correct it |
| 401, 403 | who are you; not you |
| 404 | not there |
| 409 | understood, but not as things stand now |
| 413, 415 | more than ${config.bodyLimitBytes.toLocaleString('en')} bytes; not JSON |
| 429 | too many requests: wait as long as \`Retry-After\` says |
| 500 | our fault |
| 503 | not just now: send the very same request again after \`Retry-After\` |

**Limits** of requests: per client address ${perMinute(config.requestsPerMinute)}, attempts to sign in ${perMinute(config.signInsPerMinute)}; per account
${perMinute(config.userRequestsPerMinute)}, among them bids ${perMinute(config.bidsPerMinute)}, uploads ${perMinute(config.uploadsPerMinute)}, new items ${perMinute(config.listingsPerMinute)}. The headers
\`X-RateLimit-Limit\`, \`-Remaining\` and \`-Reset\` say where you stand with the nearest of them.

**Limits** of sockets: who sends more messages than is good for the others, or does not read what is sent to them, is closed; close code 4904
means to stay away for some seconds. Too many sockets of an account or address are refused with \`too_many_sockets\`.

**Sending again** is safe where it matters: bids by their \`bidId\`, charges by their \`Idempotency-Key\`.

Machines read [/openapi.json](/openapi.json) and [/asyncapi.json](/asyncapi.json). Administrators find the rooms at
[/monitor/](/monitor/).
`;
