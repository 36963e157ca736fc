import { MusterError } from '../../core/errors.ts';
import { type SafeFetch, safeFetch } from './safe-fetch.ts';

/** What a platform's service answered, read whole. */
export interface ServiceAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

const timeoutMs = 10_000;
/** Moodle sends a class of thousands in one answer, and takes its time. */
const listTimeoutMs = 30_000;
const maxListBytes = 16_777_216;
/** Canvas refuses API calls without one since January 2026. */
const userAgent = 'Muster (LTI attendance tool)';

export interface ServiceCall {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The answer may be as long as a class is large: 16 MiB instead of one. */
  readonly list?: boolean;
}

export interface LmsHttp {
  /** @throws MusterError UNAVAILABLE when nothing answers in time, DENIED for a URL that must not be called, RESPONSE_INVALID */
  call(url: string, call: ServiceCall): Promise<ServiceAnswer>;
}

/** Service calls behind the guard of safe-fetch.ts: https to public addresses, or http to this machine when that is allowed. */
export const lmsHttp = (allowLoopback: boolean): LmsHttp => {
  const fetchShort: SafeFetch = safeFetch({ allowLoopback, timeoutMs });
  const fetchList: SafeFetch = safeFetch({ allowLoopback, timeoutMs: listTimeoutMs, maxBytes: maxListBytes });
  return {
    async call(url, { method = 'GET', headers = {}, body, list = false }) {
      if (!URL.canParse(url)) throw new MusterError('DENIED', { port: 'lms', operation: 'url' });
      try {
        const response = await (list ? fetchList : fetchShort)(url, {
          method,
          headers: { 'User-Agent': userAgent, ...headers },
          ...(body === undefined ? {} : { body }),
        });
        return { status: response.status, headers: response.headers, body: await response.text() };
      } catch (error) {
        if (error instanceof MusterError) throw error;
        throw new MusterError('UNAVAILABLE', { port: 'lms', operation: method }, { cause: error });
      }
    },
  };
};

/** Seconds that a platform asks to be left alone; RFC 9110, 10.2.3: a number, or a date. */
export const retryAfterSeconds = ({ headers }: Pick<ServiceAnswer, 'headers'>, now = Date.now()): number | null => {
  const value = headers.get('retry-after')?.trim();
  if (value === undefined || value === '') return null;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
};

/** Canvas says 403 when its bucket runs over, others 429. */
export const isRateLimited = ({ status, headers, body }: ServiceAnswer): boolean => {
  if (status === 429) return true;
  const remaining = headers.get('x-rate-limit-remaining');
  return status === 403 && (/rate limit/i.test(body) || (remaining !== null && Number(remaining) <= 0));
};

/** Canvas says so of a course that is over with a 422, older ones with a bare 404; others with a 403. */
export const isConcluded = ({ status, body }: ServiceAnswer): boolean =>
  (status === 403 || status === 404 || status === 422) && /concluded|course is over/i.test(body);

/** The error that a status other than success means for a reader. */
export const statusError = (answer: ServiceAnswer, operation: string): MusterError => {
  const { status } = answer;
  const wait = retryAfterSeconds(answer);
  const details = {
    port: 'lms',
    operation,
    httpStatus: status,
    ...(wait === null ? {} : { retryAfterSeconds: wait }),
  };
  if (isRateLimited(answer)) return new MusterError('THROTTLED', details);
  if (isConcluded(answer)) return new MusterError('DENIED', { ...details, reason: 'concluded' });
  if (status >= 500) return new MusterError('UNAVAILABLE', details);
  return new MusterError(status === 401 || status === 403 ? 'DENIED' : 'RESPONSE_INVALID', details);
};

/** Whatever Content-Type says: some installations call their JSON text/html. */
export const parseJson = (answer: ServiceAnswer, operation: string): unknown => {
  try {
    return JSON.parse(answer.body);
  } catch (error) {
    throw new MusterError('RESPONSE_INVALID', { port: 'lms', operation }, { cause: error });
  }
};

/** The `next` of a Link header (RFC 8288), tolerant of the typographic quotes that Moodle sends. */
export const nextLink = (headers: Headers): string | null => {
  for (const part of (headers.get('link') ?? '').split(/,(?=\s*<)/)) {
    const match = /<([^>]*)>(.*)/s.exec(part);
    // UTF-8 quotes read as Latin-1, as header bytes are, come as several characters.
    if (match?.[2] !== undefined && /rel\s*=\s*[^\sa-z;,]*next\b/i.test(match[2])) return match[1] ?? null;
  }
  return null;
};
