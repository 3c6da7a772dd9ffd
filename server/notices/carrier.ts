import type { DueNotice, NoticeChannel } from '../../persistence/alerts/notice-queue.ts';

/** What a carrier says of an attempt. */
export type Carried =
  | { readonly kind: 'sent' }
  /** Perhaps later; not before `afterMs` where the other side asks for that. */
  | { readonly kind: 'failed'; readonly reason: string; readonly afterMs?: number }
  /** The same again would be refused again. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** There is nobody there any more. */
  | { readonly kind: 'gone'; readonly reason: string };

/** One way of reaching people. */
export interface Carrier {
  readonly channel: NoticeChannel;
  readonly atOnce: number;
  readonly withinMs: number;
  /** Must settle soon after the signal. May throw, which is `failed`. */
  carry(notice: DueNotice, signal: AbortSignal): Promise<Carried>;
  close(): void;
}
