/** A certificate for this machine that nobody but the test trusts, made of its parts as X.509 wants them. */
import { generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

const part = (tag: number, ...content: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const { length } = body;
  const long = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...long]), body]);
};
const sequence = (...content: readonly Buffer[]) => part(0x30, ...content);
const id = (hex: string) => part(0x06, Buffer.from(hex, 'hex'));
const time = (at: Date) =>
  part(0x17, Buffer.from(`${at.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`));

const ECDSA_WITH_SHA256 = sequence(id('2a8648ce3d040302'));
/** Each of its own, or the wrong one of two would be looked up. */
const newName = () =>
  sequence(part(0x31, sequence(id('550403'), part(0x0c, Buffer.from(`test ${randomUUID()}`)))));
const ALTERNATIVE_NAMES = sequence(
  id('551d11'),
  part(0x04, sequence(part(0x82, Buffer.from('localhost')), part(0x87, Buffer.from([127, 0, 0, 1])))),
);
const IS_ITS_OWN_AUTHORITY = sequence(
  id('551d13'),
  part(0x01, Buffer.from([0xff])),
  part(0x04, sequence(part(0x01, Buffer.from([0xff])))),
);
const DAY_MS = 86_400_000;

export function selfSigned(): { readonly key: string; readonly cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = newName();
  const toSign = sequence(
    part(0xa0, part(0x02, Buffer.from([2]))),
    part(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    name,
    sequence(time(new Date(Date.now() - DAY_MS)), time(new Date(Date.now() + DAY_MS))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    part(0xa3, sequence(ALTERNATIVE_NAMES, IS_ITS_OWN_AUTHORITY)),
  );
  const signature = part(0x03, Buffer.from([0]), sign('sha256', toSign, privateKey));
  const certificate = sequence(toSign, ECDSA_WITH_SHA256, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.replaceAll(/.{64}/g, '$&\n').trim()}\n-----END CERTIFICATE-----\n`,
  };
}

/** As an operator of a closed network would with NODE_EXTRA_CA_CERTS, which is read only when a process starts. */
export const trust = (cert: string): void =>
  setDefaultCACertificates([...getCACertificates('default'), cert]);
