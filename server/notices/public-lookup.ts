import { Resolver } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { NOTICE_SENDING } from './limits.ts';
import { isPublicAddress } from './public-addresses.ts';

/** A name that leads to where the internet does not. */
export class PrivateAddress extends Error {}

type Found = { readonly address: string; readonly family: 4 | 6 };
export type Resolve = (hostname: string) => Promise<readonly Found[]>;

/**
 * How sockets find the address of a name, for requests to wherever a stranger said: what is looked up here is what is connected to, so a
 * name that leads elsewhere a moment later gains nothing. One private address among them is enough to refuse.
 */
export function publicLookup(resolve: Resolve = askedDirectly()): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (found) => {
        const [first] = found;
        if (first === undefined) return callback(new Error(`${hostname} has no address`), '', 0);
        const hidden = found.find(({ address }) => !isPublicAddress(address));
        if (hidden !== undefined)
          return callback(new PrivateAddress(`${hostname} leads to ${hidden.address}`), '', 0);
        if (options.all === true) return callback(null, [...found]);
        callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), '', 0),
    );
  };
}

/**
 * Not by the system's own way, which takes one of four threads for as long as a stranger's name server likes; passwords and files need
 * those. So names in a hosts file are unknown here.
 */
function askedDirectly(): Resolve {
  const resolver = new Resolver({
    timeout: NOTICE_SENDING.resolveWithinMs,
    tries: NOTICE_SENDING.resolveTries,
  });
  return async (hostname) => {
    const [four, six] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    if (four.status === 'rejected' && six.status === 'rejected') throw four.reason;
    const of = (family: 4 | 6, asked: PromiseSettledResult<string[]>): Found[] =>
      asked.status === 'fulfilled' ? asked.value.map((address) => ({ address, family })) : [];
    return [...of(4, four), ...of(6, six)];
  };
}
