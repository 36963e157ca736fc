import { z } from 'zod';
import { secretMinimum } from './data-key.ts';

const before = z.union([z.literal(''), z.string().min(secretMinimum)]).optional();

/** What stands in Secrets Manager. What was before may be left out, or empty. */
const secret = z.object({
  secret: z.string().min(secretMinimum),
  previous: before,
  originKey: z.string().min(secretMinimum),
  previousOriginKey: before,
});

export interface LambdaSecrets {
  readonly current: string;
  readonly previous: readonly string[];
  /** What CloudFront adds to each request, as x-muster-origin; two while it is rotated. */
  readonly originKeys: readonly string[];
}

const listOf = (value: string | undefined): string[] => (value === undefined || value === '' ? [] : [value]);

/** @throws Error that says what is wrong with it, and nothing of what is in it */
export const readSecrets = (text: string | undefined): LambdaSecrets => {
  let stored: unknown = null;
  try {
    stored = JSON.parse(text ?? '');
  } catch {
    stored = null;
  }
  const parsed = secret.safeParse(stored);
  if (!parsed.success) {
    const names = parsed.error.issues.map(({ path }) => path.join('.') || 'all of it');
    throw new Error(`The secret is not as it must be: ${names.join(', ')}`);
  }
  const { secret: current, previous, originKey, previousOriginKey } = parsed.data;
  return { current, previous: listOf(previous), originKeys: [originKey, ...listOf(previousOriginKey)] };
};
