import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits from the system's random source, base64url: 43 characters. */
export const randomSecret = (): string => randomBytes(32).toString('base64url');

export const secretPattern = /^[A-Za-z0-9_-]{43}$/;

/** What is stored of a secret. */
export const digest = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Whether the secret is the one that this is the digest of, in constant time. */
export const isSecretOf = (secret: string, expected: string): boolean => {
  const [given, wanted] = [Buffer.from(digest(secret)), Buffer.from(expected)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
};
