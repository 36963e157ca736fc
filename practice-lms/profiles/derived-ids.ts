import { createHash } from 'node:crypto';

const hex = (text: string) => createHash('sha1').update(text).digest('hex');

/** Forty hexadecimal digits, as Canvas makes its opaque ids. */
export const opaqueId = hex;

export const uuidOf = (text: string): string => {
  const digits = hex(text);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `a${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
};

/** A number below 10^12, as text. */
export const numberOf = (text: string): string => String(Number.parseInt(hex(text).slice(0, 10), 16));
