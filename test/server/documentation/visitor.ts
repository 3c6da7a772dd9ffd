import Ajv2020 from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { AuctionView, ClientMessages, Seat, ServerMessages } from '../../../auction/protocol.ts';
import { RoomSocket } from '../../../client-sdk/room-socket.ts';
import { seatUrl } from '../../../client-sdk/seat.ts';
import { snapshot } from '../../../client-sdk/snapshot.ts';
import {
  AuctionViewShape,
  CLIENT_MESSAGES,
  SERVER_MESSAGES,
} from '../../../server/shapes/realtime-shapes.ts';
import { closed } from './answers.ts';

const ajv = formats.default(new Ajv2020.default({ strict: false, allErrors: true }));
const compiled = (shape: unknown) => ajv.compile(closed(shape) as object);

const VIEW = compiled(AuctionViewShape);
const SENT = new Map(Object.entries(CLIENT_MESSAGES).map(([name, { shape }]) => [name, compiled(shape)]));
const HEARD = new Map(Object.entries(SERVER_MESSAGES).map(([name, { shape }]) => [name, compiled(shape)]));

/** What went over all sockets of a run: names of messages with their status, close codes, and whatever was not as documented. */
export const travelled = { sent: new Set<string>(), heard: new Set<string>(), problems: [] as string[] };

const hold = (what: string, validate: ReturnType<typeof compiled> | undefined, value: unknown): void => {
  if (validate === undefined) travelled.problems.push(`${what} is not documented`);
  else if (!validate(value))
    travelled.problems.push(`${what}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`);
};

export type Visitor = ReturnType<typeof visitor>;

/** Somebody on a real socket, who holds everything that travels to the documented shapes. */
export function visitor(baseUrl: string, seat: Seat) {
  const messages: { name: string; payload: ServerMessages[keyof ServerMessages] }[] = [];
  let view: AuctionView | undefined;
  let closeCode: number | undefined;
  const socket = new RoomSocket(seatUrl(baseUrl, seat), {
    opened: () => {},
    state: (state) => {
      view = snapshot(state);
      hold('the state', VIEW, view);
    },
    message: ({ name, payload }) => {
      messages.push({ name, payload });
      travelled.heard.add('status' in payload ? `${name} ${payload.status}` : name);
      hold(`the message ${name}`, HEARD.get(name), payload);
    },
    closed: (code) => {
      closeCode = code;
      travelled.heard.add(`close ${code}`);
    },
  });
  return {
    get view() {
      return view;
    },
    get closeCode() {
      return closeCode;
    },
    send<Name extends keyof ClientMessages>(name: Name, payload: ClientMessages[Name]): void {
      travelled.sent.add(name);
      hold(`what is sent as ${name}`, SENT.get(name), payload);
      socket.send(name, payload);
    },
    /** Something that nobody should send. */
    sendAnyhow: (name: string, payload: unknown) =>
      socket.send(name as 'bid', payload as ClientMessages['bid']),
    heard: <Name extends keyof ServerMessages>(name: Name) =>
      messages.filter((each) => each.name === name).map(({ payload }) => payload as ServerMessages[Name]),
    leave: () => socket.leave(),
  };
}
