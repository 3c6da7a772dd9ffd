import type { Alert } from '../../auction/alerts.ts';
import type { AlertAnew, AlertBye, AlertHello } from '../../auction/api-alerts.ts';
import { STREAM_LIMITS } from './limits.ts';

/** What travels on a stream, ready to be written: made once, however many people it is for. */
export type Frame = Buffer;

const frame = (name: string, id: number | undefined, data: object): Frame =>
  Buffer.from(`event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);

/** `id` is where a client goes on after it. */
export const alertFrame = (id: number, alert: Alert): Frame => frame('alert', id, alert);

export function helloFrame(position: number, resumed: boolean): Frame {
  const hello: AlertHello = { position: String(position), resumed };
  return Buffer.concat([Buffer.from(`retry: ${STREAM_LIMITS.retryMs}\n\n`), frame('hello', position, hello)]);
}

export function anewFrame(position: number, reason: AlertAnew['reason']): Frame {
  return frame('anew', position, { reason } satisfies AlertAnew);
}

export const byeFrame = (reason: AlertBye['reason']): Frame =>
  frame('bye', undefined, { reason } satisfies AlertBye);

/** A comment, which clients skip. */
export const HEARTBEAT: Frame = Buffer.from(': \n\n');
