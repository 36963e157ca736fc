import { MusterError } from '../core/errors.ts';

const segment = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/;

const assertSegments = (segments: readonly string[]): void => {
  const safe = segments.every((part) => segment.test(part) && !part.includes('..'));
  if (!safe) throw new MusterError('REQUEST_INVALID', { port: 'media' });
};

/** Keys are made of our own ids; one that could name anything else is refused all the same. @throws MusterError REQUEST_INVALID */
export const mediaKey = (key: string): string => {
  assertSegments(key.split('/'));
  return key;
};

/** A prefix may end in the middle of a key, or with its "/". @throws MusterError REQUEST_INVALID */
export const mediaPrefix = (prefix: string): string => {
  assertSegments(prefix.replace(/\/$/, '').split('/'));
  return prefix;
};
