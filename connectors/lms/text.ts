import { z } from 'zod';

/** LTI 1.3, 5.3.6.1: a user's id has at most 255 characters; so have the ids that a tool gives. */
export const idText = z.string().max(255);
/** What stands for a fixed word: a status, a role. */
export const wordText = z.string().max(500);

const maxName = 500;

/** A name that is longer than any is cut, not refused: one silly name must not cost a class its roster. */
export const nameText = z
  .string()
  .transform((name) => (name.length > maxName ? name.slice(0, maxName).replace(/[\uD800-\uDBFF]$/, '') : name));
