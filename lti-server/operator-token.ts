import { createHmac, timingSafeEqual } from 'node:crypto';
import { secretFor } from './data-key.ts';

/**
 * Leave to administer the tool for a minute, for who can read its data folder: `operator.<until>.<HMAC-SHA-256>`. It is
 * bound to the origin that it is sent to, so that another server cannot use what it was sent.
 */
const operatorTokenSeconds = 60;

const pattern = /^operator\.(\d{13})\.([A-Za-z0-9_-]{43})$/;

const sign = (secret: string, origin: string, until: string): string =>
  createHmac('sha256', secretFor('muster operator token', secret)).update(`${until}\n${origin}`).digest('base64url');

/** `now` in milliseconds. */
export const operatorToken = (secret: string, origin: string, now: number): string => {
  const until = String(now + operatorTokenSeconds * 1000);
  return `operator.${until}.${sign(secret, origin, until)}`;
};

const same = (given: string, wanted: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** Whether it was made with this secret for one of our origins, and still holds; none lives longer than it may. */
export const isOperatorToken = (token: string, secret: string, origins: readonly string[], now: number): boolean => {
  const [, until, signature] = pattern.exec(token) ?? [];
  if (until === undefined || signature === undefined) return false;
  const left = Number(until) - now;
  if (left <= 0 || left > operatorTokenSeconds * 1000) return false;
  return origins.some((origin) => same(signature, sign(secret, origin, until)));
};
