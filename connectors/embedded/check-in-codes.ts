import { createHmac } from 'node:crypto';
import type { CheckInCodes } from '../../core/ports/check-in-codes.ts';
import { derivedKey } from '../derived-key.ts';

const digits = 6;

/**
 * HMAC-SHA-256 with a key that is derived for this alone, cut to six digits: 48 bits of it are spread over a million codes,
 * so that none is likelier than another by more than 4 in a thousand million.
 */
export const checkInCodes = (secret: string): CheckInCodes => {
  const key = derivedKey(secret, 'muster check-in code');
  return {
    of(course, session, openedAt, step) {
      const hash = createHmac('sha256', key)
        .update(JSON.stringify([course, session, openedAt, step]))
        .digest();
      return String(hash.readUIntBE(0, 6) % 10 ** digits).padStart(digits, '0');
    },
  };
};
