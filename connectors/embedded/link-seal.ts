import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LinkSeal } from '../../core/ports/link-seal.ts';
import { derivedKey } from '../derived-key.ts';

/** HMAC may be cut down to half of its hash (RFC 2104, section 5): 128 bits. */
const sealBytes = 16;

const mark = (key: Uint8Array, text: string): string =>
  createHmac('sha256', key).update(text).digest().subarray(0, sealBytes).toString('base64url');

/**
 * HMAC-SHA-256 with a key that is derived for this alone, so that no other use of the secret can forge one. The
 * first secret makes seals; those of earlier ones still hold, since links stand in courses for years.
 */
export const linkSeal = (current: string, previous: readonly string[] = []): LinkSeal => {
  const keyOf = (secret: string) => derivedKey(secret, 'muster placed link');
  const key = keyOf(current);
  const keys = [key, ...previous.map(keyOf)];
  // As texts: of 22 characters the last has bits to spare, and another one would say the same bytes.
  const isOf = (text: string, seal: string) => (one: Uint8Array) => {
    const [given, wanted] = [Buffer.from(seal), Buffer.from(mark(one, text))];
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  };
  return {
    make: (text) => mark(key, text),
    holds: (text, seal) => keys.some(isOf(text, seal)),
  };
};
