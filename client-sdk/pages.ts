import type { Page } from '../auction/api.ts';

/** Where in a list to go on, and how many items to get at most; both may be left out. */
export type PageRequest = { readonly cursor?: string | null; readonly limit?: number };

/** Walks a whole list, asking for a page only when its first item is wanted. */
export async function* eachItem<T>(
  page: (request: PageRequest) => Promise<Page<T>>,
  limit?: number,
): AsyncGenerator<T, void, undefined> {
  let cursor: string | null = null;
  do {
    const { items, nextCursor }: Page<T> = await page(limit === undefined ? { cursor } : { cursor, limit });
    yield* items;
    cursor = nextCursor;
  } while (cursor !== null);
}
