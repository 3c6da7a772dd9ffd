/** What the bench and its flooder, a process of its own, say to each other. */

export const FLOODS = ['messages', 'sockets', 'requests'] as const;
export type Flood = (typeof FLOODS)[number];

export type FlooderOrder =
  /** Floods, and comes back as often as it is let in. */
  | {
      readonly kind: 'flood';
      readonly flood: Flood;
      readonly url: string;
      readonly token: string;
      readonly auctionId: string;
    }
  | { readonly kind: 'stop' };

export type FloodReport = {
  /** Each time it was inside: from its first message, or its first request beyond the limit, until its sockets were closed, or it was hung up on. */
  readonly closedMs: readonly number[];
  /** Messages or requests sent. */
  readonly sent: number;
};

export type FlooderAnswer =
  | { readonly kind: 'flooding' }
  | { readonly kind: 'stopped'; readonly report: FloodReport };
