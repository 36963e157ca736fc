import { createHmac } from 'node:crypto';

interface Policy {
  readonly expiration: string;
  readonly conditions: readonly (
    | Readonly<Record<string, string>>
    | readonly [string, string | number, string | number]
  )[];
}

/** Not covered by conditions: docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html */
const free = new Set(['x-amz-signature', 'file', 'policy']);

/** The signature that AWS computes of a policy: signature version 4, for the service s3. */
export const policySignature = (policy: string, secret: string, credential: string): string => {
  const [, date = '', region = '', service = ''] = credential.split('/');
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(
    (before, part) => createHmac('sha256', before).update(part).digest(),
    `AWS4${secret}`,
  );
  return createHmac('sha256', key).update(policy).digest('hex');
};

export const readPolicy = (encoded: string): Policy =>
  JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) as Policy;

/** What S3 answers to a form it does not take; null: it does. */
export const whyRefused = (
  form: ReadonlyMap<string, string>,
  size: number,
  secret: string,
  now: number,
): { readonly status: number; readonly code: string } | null => {
  const fields = new Map([...form].map(([name, value]) => [name.toLowerCase(), value]));
  const encoded = fields.get('policy');
  if (encoded === undefined) return { status: 403, code: 'AccessDenied' };
  const wanted = policySignature(encoded, secret, fields.get('x-amz-credential') ?? '');
  if (fields.get('x-amz-signature') !== wanted) return { status: 403, code: 'SignatureDoesNotMatch' };
  const { expiration, conditions } = readPolicy(encoded);
  if (Date.parse(expiration) <= now) return { status: 403, code: 'AccessDenied' };
  const covered = new Set<string>();
  for (const condition of conditions) {
    if (Array.isArray(condition)) {
      const [kind, first, second] = condition as readonly [string, string | number, string | number];
      if (kind === 'content-length-range') {
        if (size < Number(first)) return { status: 400, code: 'EntityTooSmall' };
        if (size > Number(second)) return { status: 400, code: 'EntityTooLarge' };
        continue;
      }
      const name = String(first).slice(1).toLowerCase();
      covered.add(name);
      const value = fields.get(name) ?? '';
      const holds = kind === 'eq' ? value === second : value.startsWith(String(second));
      if (!holds) return { status: 403, code: 'AccessDenied' };
    } else {
      for (const [name, value] of Object.entries(condition as Readonly<Record<string, string>>)) {
        covered.add(name.toLowerCase());
        if (name !== 'bucket' && fields.get(name.toLowerCase()) !== value) return { status: 403, code: 'AccessDenied' };
      }
    }
  }
  const loose = [...fields.keys()].filter((name) => !covered.has(name) && !free.has(name) && name !== 'bucket');
  return loose.length > 0 ? { status: 403, code: 'AccessDenied' } : null;
};
