import { AUCTION_ROOM } from '../../auction/protocol.ts';
import {
  AuctionViewShape,
  CLIENT_MESSAGES,
  CLOSE_CODES,
  type Message,
  SERVER_MESSAGES,
} from '../shapes/realtime-shapes.ts';
import { VERSION } from './introduction.ts';
import { withNamedSchemas } from './named-schemas.ts';

const CHANNEL = { $ref: '#/channels/auction' };

/** The rooms' messages as AsyncAPI 3.0, told from the server's side: it receives what a client sends. */
export function asyncapiDocument(): object {
  const received = entries(CLIENT_MESSAGES, 'receive');
  const sent = entries(SERVER_MESSAGES, 'send');
  const view = {
    name: 'state',
    title: 'state',
    summary: "What everybody watches: whole at first, then what changed, in Colyseus's own binary form.",
    contentType: 'application/octet-stream',
    payload: AuctionViewShape,
  };
  const messages = { ...received.messages, ...sent.messages, 'send-state': view };
  const payloads = Object.entries(messages).map(([key, { payload }]) => [key, payload] as const);
  const { tree, schemas } = withNamedSchemas(Object.fromEntries(payloads));

  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Ready Auction: rooms',
      version: VERSION,
      description: `What travels on an auction's socket. Ask for a seat with POST /matchmake/joinOrCreate/${AUCTION_ROOM} (see /openapi.json) first. ${CLOSE_CODES.map(({ code, says }) => `Close code ${code}: ${says}`).join(' ')}`,
    },
    defaultContentType: 'application/msgpack',
    servers: {
      house: {
        host: '{host}',
        protocol: 'ws',
        description: 'The node that has the room: `publicAddress` of the seat, or the host that was asked.',
        variables: { host: { default: 'localhost:2567' } },
      },
    },
    channels: {
      auction: {
        address: '/{processId}/{roomId}',
        title: "An auction's room",
        parameters: {
          processId: { description: 'of the seat' },
          roomId: { description: "of the seat; it is the auction's id" },
        },
        bindings: {
          ws: {
            query: {
              type: 'object',
              required: ['sessionId'],
              properties: { sessionId: { type: 'string', description: 'of the seat' } },
            },
            bindingVersion: '0.1.0',
          },
        },
        messages: Object.fromEntries(
          Object.keys(messages).map((key) => [key, { $ref: `#/components/messages/${key}` }]),
        ),
      },
    },
    operations: {
      ...received.operations,
      ...sent.operations,
      'send-state': operation('send', 'send-state'),
    },
    components: {
      messages: Object.fromEntries(
        Object.entries(messages).map(([key, message]) => [key, { ...message, payload: tree[key] }]),
      ),
      schemas,
    },
  };
}

type Action = 'receive' | 'send';

/** Some names travel both ways, so a direction belongs to each. */
function entries(all: Readonly<Record<string, Message>>, action: Action) {
  const keyed = Object.entries(all).map(([name, message]) => [`${action}-${name}`, name, message] as const);
  return {
    messages: Object.fromEntries(
      keyed.map(([key, name, { says, shape, example }]) => [
        key,
        { name, title: name, summary: says, payload: shape, examples: [{ payload: example }] },
      ]),
    ),
    operations: Object.fromEntries(keyed.map(([key]) => [key, operation(action, key)])),
  };
}

const operation = (action: Action, key: string) => ({
  action,
  channel: CHANNEL,
  messages: [{ $ref: `#/channels/auction/messages/${key}` }],
});
