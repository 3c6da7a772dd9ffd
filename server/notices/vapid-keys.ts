import { createECDH } from 'node:crypto';

const CURVE = 'prime256v1';

/** Whether two keys of VAPID, as base64url, are one pair. */
export function isKeyPair(publicKey: string, privateKey: string): boolean {
  const pair = createECDH(CURVE);
  try {
    pair.setPrivateKey(privateKey, 'base64url');
  } catch {
    // Nought, or more than the curve has.
    return false;
  }
  return pair.getPublicKey('base64url') === publicKey;
}

/** Whether a browser's `p256dh` is a point of the curve: anything else could not be written to. */
export function isPublicKey(key: string): boolean {
  const ours = createECDH(CURVE);
  ours.generateKeys();
  try {
    return ours.computeSecret(key, 'base64url').length > 0;
  } catch {
    return false;
  }
}
