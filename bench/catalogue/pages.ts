/** Addresses of lists, and of their later pages. */
import type { CataloguePage, CatalogueQuery } from '../../auction/api.ts';

export type List = Pick<CatalogueQuery, 'q' | 'sort'> & {
  readonly state?: string;
  readonly category?: string;
};

export const firstPage = (list: List): string => `/api/auctions?${new URLSearchParams({ ...list })}`;

/** How many are asked for at once. */
const AT_ONCE = 8;

/** Up to so many pages after the first of each list, as somebody finds who reads on. */
export async function laterPages(url: string, lists: readonly List[], most: number): Promise<string[]> {
  const found: string[][] = lists.map(() => []);
  const waiting = [...lists.entries()];
  const reader = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [index, list] = next;
      found[index] = await following(url, firstPage(list), most);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, reader));
  return found.flat();
}

async function following(url: string, first: string, most: number): Promise<string[]> {
  const pages: string[] = [];
  let path = first;
  while (pages.length < most) {
    const { nextCursor } = await page(url, path);
    if (nextCursor === null) break;
    path = `${first}&cursor=${encodeURIComponent(nextCursor)}`;
    pages.push(path);
  }
  return pages;
}

export async function page(url: string, path: string): Promise<CataloguePage> {
  const response = await fetch(`${url}${path}`);
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`);
  return (await response.json()) as CataloguePage;
}
