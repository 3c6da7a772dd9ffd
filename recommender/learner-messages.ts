import type { ModelColumns, ModelFacts } from './model/model.ts';

/** What the thread that learns is told, and asked. */
export type ToLearner =
  | { readonly kind: 'bids' | 'likes' | 'items'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'removed'; readonly ids: readonly string[] }
  /** All likes follow anew. */
  | { readonly kind: 'forget-likes' }
  | {
      readonly kind: 'learn';
      readonly nowMs: number;
      /** Where to write it as well; undefined: nowhere this time. */
      readonly snapshot: { readonly file: string; readonly house: string } | undefined;
    };

/** Answers to `learn`, in turn. */
export type FromLearner =
  | {
      readonly kind: 'learned';
      readonly facts: ModelFacts;
      readonly columns: ModelColumns;
      readonly tookMs: number;
      /** What went wrong with the snapshot; the model is as good without. */
      readonly snapshotProblem: string | undefined;
    }
  | { readonly kind: 'failed'; readonly problem: string };
