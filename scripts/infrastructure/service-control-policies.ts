import { z } from 'zod';

const list = z.union([z.string(), z.array(z.string()).min(1)]);
const policy = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z
    .array(
      z.strictObject({
        Sid: z.string().regex(/^[A-Za-z0-9]+$/),
        Effect: z.literal('Deny'),
        Action: list,
        Resource: list,
        Condition: z.record(z.string(), z.record(z.string(), list)).optional(),
      }),
    )
    .min(1),
});

/** "Quotas for AWS Organizations": characters of a service control policy. */
const longest = 5120;

/** What is wrong with a policy for the organisation; ours only ever deny, so that they add to whatever is there. */
export const faultsOfServiceControlPolicy = (text: string): string[] => {
  try {
    const parsed = policy.safeParse(JSON.parse(text));
    const faults = parsed.success
      ? []
      : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    return text.length > longest ? [...faults, `is longer than ${longest} characters`] : faults;
  } catch {
    return ['is no JSON'];
  }
};
