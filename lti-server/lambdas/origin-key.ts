import { createHash, timingSafeEqual } from 'node:crypto';

/** What CloudFront adds to each request; nobody else knows its value. */
export const originHeader = 'x-muster-origin';

const digest = (text: string) => createHash('sha256').update(text).digest();

/**
 * Whether a request came through the distribution, not to execute-api's own address. Digests are compared, so that neither
 * content nor length is told by the time it takes. Two keys are good while one is being rotated.
 */
export const cameThroughDistribution = (
  headers: Readonly<Record<string, string | undefined>>,
  ...originKeys: readonly string[]
): boolean => originKeys.some((key) => timingSafeEqual(digest(headers[originHeader] ?? ''), digest(key)));

/** An answer of an HTTP API: docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export const forbidden = {
  statusCode: 403,
  headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  body: JSON.stringify({ type: 'about:blank', title: 'Forbidden', status: 403 }),
} as const;
