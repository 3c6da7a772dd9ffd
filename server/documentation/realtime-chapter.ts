import { AUCTION_ROOM } from '../../auction/protocol.ts';
import {
  AuctionViewShape,
  CLIENT_MESSAGES,
  CLOSE_CODES,
  type Message,
  SERVER_MESSAGES,
} from '../shapes/realtime-shapes.ts';
import { fieldTable } from './field-table.ts';

/** The messages of a room for readers, from the very shapes that the tests hold them to. */
export function realtimeChapter(): string {
  return [
    `Every live auction is a room. Ask for a seat with \`POST /matchmake/joinOrCreate/${AUCTION_ROOM}\`, then open

\`\`\`
ws://{host}/{processId}/{roomId}?sessionId={sessionId}
\`\`\`

within some seconds (\`wss\` where this is \`https\`). The host is the seat's \`publicAddress\`, or else this one. The token travels with the first request only, never in the socket's address. Frames are those of
[Colyseus](https://colyseus.io) 0.18 (MessagePack): use our SDK, \`house.join(auctionId)\`, or Colyseus's own. Amounts end in \`Points\`
and are whole points, times end in \`Ms\`. The same as a machine reads it: [/asyncapi.json](/asyncapi.json).`,
    '## You send',
    ...Object.entries(CLIENT_MESSAGES).map(section),
    '## You get',
    ...Object.entries(SERVER_MESSAGES).map(section),
    '## What everybody watches',
    'The room\'s state: whole at first, then what changed. In its frames `""` and `0` stand where this says null, and `bids` is a ring in ' +
      'which bid `number` has slot `(number - 1) % 20`; the SDK has put that right.',
    fieldTable(AuctionViewShape),
    '## When the socket closes',
    [
      '| code | meaning |',
      '|---|---|',
      ...CLOSE_CODES.map(({ code, says }) => `| ${code} | ${says} |`),
      '| any other | The connection broke, or too many messages came too fast. Join again and send what had no outcome. |',
    ].join('\n'),
  ].join('\n\n');
}

const section = ([name, { says, shape, example }]: [string, Message]): string =>
  `### \`${name}\`\n\n${says}\n\n${fieldTable(shape)}\n\n\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``;
