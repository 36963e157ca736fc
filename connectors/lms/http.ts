import { MusterError } from '../../core/errors.ts';

/** What a platform's service answered, read whole. */
export interface ServiceAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

const timeoutMs = 15_000;
const maxBytes = 8_388_608;
/** Canvas refuses API calls without one since January 2026. */
const userAgent = 'Muster (LTI attendance tool)';

export interface ServiceCall {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface LmsHttp {
  /** @throws MusterError UNAVAILABLE when nothing answers in time, DENIED for a URL that must not be called */
  call(url: string, call: ServiceCall): Promise<ServiceAnswer>;
}

const isLoopback = ({ hostname }: URL) => ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);

/** https only; http to this machine when it is allowed, which is for trying Muster out. No redirects, bounded time and size. */
export const lmsHttp = (allowHttpLoopback: boolean): LmsHttp => ({
  async call(url, { method = 'GET', headers = {}, body }) {
    const target = URL.canParse(url) ? new URL(url) : null;
    if (
      target === null ||
      !(target.protocol === 'https:' || (allowHttpLoopback && target.protocol === 'http:' && isLoopback(target)))
    ) {
      throw new MusterError('DENIED', { port: 'lms', operation: 'url' });
    }
    try {
      const response = await fetch(target, {
        method,
        headers: { 'User-Agent': userAgent, ...headers },
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { body }),
      });
      const text = await response.text();
      if (text.length > maxBytes) throw new MusterError('RESPONSE_INVALID', { port: 'lms', operation: 'size' });
      return { status: response.status, headers: response.headers, body: text };
    } catch (error) {
      if (error instanceof MusterError) throw error;
      throw new MusterError('UNAVAILABLE', { port: 'lms', operation: method }, { cause: error });
    }
  },
});

/** The error that a status other than success means for a reader. */
export const statusError = ({ status }: ServiceAnswer, operation: string): MusterError => {
  const details = { port: 'lms', operation, httpStatus: status };
  if (status === 429) return new MusterError('THROTTLED', details);
  if (status >= 500) return new MusterError('UNAVAILABLE', details);
  return new MusterError(status === 401 || status === 403 ? 'DENIED' : 'RESPONSE_INVALID', details);
};

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
    if (match?.[2] !== undefined && /rel\s*=\s*["”“]?next\b/i.test(match[2])) return match[1] ?? null;
  }
  return null;
};
