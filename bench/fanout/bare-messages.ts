/** What the bench and a bare server, a process of its own, say to each other. */

export type BareWay = 'sockets' | 'streams';

export type BareOrder =
  /** Sends these bytes, in base64, to everybody connected whenever it is told to. */
  { readonly kind: 'serve'; readonly way: BareWay; readonly bytes: string } | { readonly kind: 'tell' };

export type BareAnswer =
  | { readonly kind: 'serving'; readonly port: number; readonly pid: number }
  | { readonly kind: 'told' };
