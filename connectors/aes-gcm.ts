import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** 96 bits, at random, new for each text: NIST SP 800-38D, 8.2.2. */
const ivBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM: iv, tag and body, base64url, with dots between. `context` is authenticated with the text, so that one
 * that was moved to another place does not open there.
 */
export const seal = (key: Uint8Array, text: string, context: string): string => {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context, 'utf8'));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [iv, cipher.getAuthTag(), body].map((part) => part.toString('base64url')).join('.');
};

/** @throws Error CIPHERTEXT_INVALID for another key, another context, or a text that was changed */
export const unseal = (key: Uint8Array, sealed: string, context: string): string => {
  const [iv, tag, body] = sealed.split('.').map((part) => Buffer.from(part, 'base64url'));
  if (iv?.length !== ivBytes || tag?.length !== tagBytes || body === undefined) throw new Error('CIPHERTEXT_INVALID');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(context, 'utf8')).setAuthTag(tag);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch (error) {
    throw new Error('CIPHERTEXT_INVALID', { cause: error });
  }
};
