import { z } from 'zod';
import { secretMinimum } from './data-key.ts';

/** What stands in Secrets Manager. `previous` may be left out, or empty. */
const secret = z.object({
  secret: z.string().min(secretMinimum),
  previous: z.union([z.literal(''), z.string().min(secretMinimum)]).optional(),
  originKey: z.string().min(secretMinimum),
});

export interface LambdaSecrets {
  readonly current: string;
  readonly previous: readonly string[];
  /** What CloudFront adds to each request, as x-muster-origin. */
  readonly originKey: string;
}

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
  const { previous } = parsed.data;
  return {
    current: parsed.data.secret,
    previous: previous === undefined || previous === '' ? [] : [previous],
    originKey: parsed.data.originKey,
  };
};
