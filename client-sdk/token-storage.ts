/** Where the bearer token is kept. `localStorage` and `sessionStorage` fit as they are. */
export type TokenStorage = {
  getItem(key: string): string | null;
  setItem(key: string, token: string): void;
  removeItem(key: string): void;
};

export const TOKEN_KEY = 'ready-auction.token';

/** Forgets everything with the page or process. */
export function memoryStorage(): TokenStorage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, token) => void items.set(key, token),
    removeItem: (key) => void items.delete(key),
  };
}
