import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddr from '@fastify/proxy-addr';
import type { Config } from '../config.ts';

/** Whose request it is, told from those of others by the proxies in front of us: as Fastify does it, for requests it never sees. */
export function clientAddresses({ trustProxy }: Pick<Config, 'trustProxy'>) {
  const isTrusted = trustProxy || (() => false);
  return (request: IncomingMessage): string => partyOf(proxyAddr(request, isTrusted) ?? '');
}

/** Longer than any address: whatever a proxy passed on, it is kept in memory. */
const NAME_LENGTH = 64;

/** Under which name an address is counted. Who has one IPv6 address mostly has 2^64 of them, so these count as one. */
export function partyOf(address: string): string {
  const [plain = ''] = address.toLowerCase().split('%');
  const mapped = plain.startsWith('::ffff:') ? plain.slice('::ffff:'.length) : plain;
  if (isIP(mapped) === 4) return mapped;
  if (isIP(plain) !== 6) return plain.slice(0, NAME_LENGTH);
  const [front, back] = plain.split('::').map((groups) => (groups === '' ? [] : groups.split(':')));
  const zeros = back === undefined ? 0 : 8 - (front?.length ?? 0) - back.length;
  const all = [...(front ?? []), ...Array<string>(zeros).fill('0'), ...(back ?? [])];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
