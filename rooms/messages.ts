import type { BidKind } from '../auction/commands.ts';
import { LIMITS } from '../auction/limits.ts';
import { isPoints, type Points } from '../auction/points.ts';

/** A bid as it left the parser: everything about it is known to be sound, nothing about it is decided. */
export type ParsedBid = { readonly bidId: string; readonly bidKind: BidKind; readonly points: Points };

/** As PostgreSQL prints it: one spelling per id, or the same id could pass for two. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const KINDS: ReadonlySet<unknown> = new Set<BidKind>(['plain', 'maximum', 'buy_now']);

export const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

/** Reads a `bid` message; undefined when it is not one. */
export function parseBid(message: unknown): ParsedBid | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { bidId, kind, points } = message as Record<string, unknown>;
  if (!isUuid(bidId) || !KINDS.has(kind)) return undefined;
  if (!isPoints(points) || points < 1 || points > LIMITS.bidPoints) return undefined;
  return { bidId, bidKind: kind as BidKind, points };
}

/** Reads a `clock` message; undefined when it is not one. */
export function parseClockRequest(message: unknown): { sentAtMs: number } | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { sentAtMs } = message as Record<string, unknown>;
  return typeof sentAtMs === 'number' && Number.isFinite(sentAtMs) ? { sentAtMs } : undefined;
}
