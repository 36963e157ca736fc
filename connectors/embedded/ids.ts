import { createHash, randomBytes } from 'node:crypto';
import { asId, type CourseId, type MemberId, type SessionId } from '../../core/ids.ts';
import type { IdSource } from '../../core/ports/id-source.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Crockford base32, lower case: sorts like the bytes do, has no letters that look alike. */
const base32 = (bytes: Uint8Array): string => {
  let bits = 0;
  let value = 0;
  let text = '';
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(value >> bits) & 31];
    }
  }
  return bits > 0 ? text + alphabet[(value << (5 - bits)) & 31] : text;
};

/** Lengths stand before the parts, so that ("ab", "c") and ("a", "bc") are two. 128 bits of SHA-256 are kept. */
const derived = (prefix: string, parts: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:${part}`);
  return `${prefix}${base32(hash.digest().subarray(0, 16))}`;
};

/** `now` in milliseconds: the first 48 bits of an id are its time, 80 random bits follow, as in a ULID. */
export const idSource = (now: () => number = Date.now): IdSource => ({
  next() {
    const time = Buffer.alloc(6);
    time.writeUIntBE(now(), 0, 6);
    return base32(Buffer.concat([time, randomBytes(10)]));
  },
  member: (registration, sub) => asId<MemberId>(derived('m_', [registration, sub])),
  course: (registration, deployment, contextId) => asId<CourseId>(derived('c_', [registration, deployment, contextId])),
  session: (course, by, key) => asId<SessionId>(derived('s_', [course, by, key])),
});
