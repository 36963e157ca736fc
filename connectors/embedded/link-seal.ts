import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { LinkSeal } from '../../core/ports/link-seal.ts';

/** HMAC may be cut down to half of its hash (RFC 2104, section 5): 128 bits. */
const sealBytes = 16;

/** HMAC-SHA-256 with a key that is derived for this alone (RFC 5869), so that no other use of the secret can forge one. */
export const linkSeal = (secret: string): LinkSeal => {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'muster placed link', 32));
  const make = (text: string) =>
    createHmac('sha256', key).update(text).digest().subarray(0, sealBytes).toString('base64url');
  return {
    make,
    // As texts: of 22 characters the last has bits to spare, and another one would say the same bytes.
    holds(text, seal) {
      const [given, wanted] = [Buffer.from(seal), Buffer.from(make(text))];
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    },
  };
};
