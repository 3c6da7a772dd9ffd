import { isIP } from 'node:net';
import { isPublicAddress } from './public-addresses.ts';

/**
 * What is wrong with an address that somebody wants push messages sent to; undefined when nothing is. It is a stranger's word where this
 * server shall send requests, so by default only the internet's https is good enough. Where a name leads is seen when it is called.
 */
export function pushAddressProblem(address: string, privateEndpoints: boolean): string | undefined {
  if (!URL.canParse(address)) return 'must be an address';
  const { protocol, username, password, port, hostname } = new URL(address);
  if (protocol !== 'https:') return 'must begin with https://';
  if (username !== '' || password !== '') return 'must not contain a name or a password';
  if (privateEndpoints) return undefined;
  if (port !== '') return 'must be at the port of https';
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(host) !== 0 && !isPublicAddress(host) ? 'must be an address on the internet' : undefined;
}
