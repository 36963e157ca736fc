import { hkdfSync } from 'node:crypto';

/** HKDF (RFC 5869): 256 bits for this use alone, so that what leaks of one use tells nothing of the secret or of another. */
export const derivedKey = (secret: string, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32));
