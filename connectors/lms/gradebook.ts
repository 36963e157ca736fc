import { z } from 'zod';
import { isMusterError, MusterError } from '../../core/errors.ts';
import type { RegistrationId } from '../../core/ids.ts';
import type { Gradebook, LineItem, PostAnswer } from '../../core/ports/gradebook.ts';
import { nextLink, parseJson, type ServiceAnswer, statusError } from './http.ts';
import type { AuthorisedCalls } from './token.ts';

const ags = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
const scopes = { lineItem: `${ags}lineitem`, score: `${ags}score`, result: `${ags}result.readonly` } as const;
/** LTI AGS 2.0, sections 3.2-3.4. */
const types = {
  lineItem: 'application/vnd.ims.lis.v2.lineitem+json',
  lineItems: 'application/vnd.ims.lis.v2.lineitemcontainer+json',
  score: 'application/vnd.ims.lis.v1.score+json',
  results: 'application/vnd.ims.lis.v2.resultcontainer+json',
} as const;
const maxPages = 200;

const lineItemSchema = z.looseObject({
  id: z.string(),
  label: z.string(),
  scoreMaximum: z.number(),
  resourceId: z.string().nullish(),
  tag: z.string().nullish(),
});
const resultSchema = z.looseObject({
  userId: z.coerce.string(),
  resultScore: z.number().nullish(),
  resultMaximum: z.number().nullish(),
});

/** A line item's URL may carry a query (Moodle: ?type_id=3): the last part goes into the path, the query stays. */
export const serviceUrl = (lineItemUrl: string, part: 'scores' | 'results'): string => {
  const url = new URL(lineItemUrl);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${part}`;
  return url.href;
};

const toLineItem = ({ id, label, scoreMaximum, resourceId, tag }: z.infer<typeof lineItemSchema>): LineItem => ({
  id,
  label,
  scoreMaximum,
  resourceId: resourceId ?? null,
  tag: tag ?? null,
});

const retryAfter = ({ headers }: ServiceAnswer): number | null => {
  const value = headers.get('retry-after');
  if (value === null) return null;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
};

/** What an answer to a score means; the platforms' habits are in the admin guide. */
const readPostAnswer = (answer: ServiceAnswer): PostAnswer => {
  const { status, headers, body } = answer;
  if (status >= 200 && status <= 299) return { outcome: 'accepted' };
  switch (status) {
    case 404:
      return { outcome: 'line-item-gone' };
    case 409:
      return { outcome: 'stale' };
    case 422:
      return { outcome: 'refused', reason: 'not-a-student', httpStatus: status };
    case 400:
      return /incorrect score|not.*(student|gradable)/i.test(body)
        ? { outcome: 'refused', reason: 'not-a-student', httpStatus: status }
        : { outcome: 'refused', reason: 'refused', httpStatus: status };
    case 401:
      return { outcome: 'refused', reason: 'not-allowed', httpStatus: status };
    case 403: {
      const limited = /rate limit/i.test(body) || Number(headers.get('x-rate-limit-remaining') ?? 1) <= 0;
      return limited
        ? { outcome: 'retry', afterSeconds: retryAfter(answer), httpStatus: status }
        : { outcome: 'refused', reason: 'not-allowed', httpStatus: status };
    }
    default:
      return status === 429 || status >= 500
        ? { outcome: 'retry', afterSeconds: retryAfter(answer), httpStatus: status }
        : { outcome: 'refused', reason: 'refused', httpStatus: status };
  }
};

/** LTI AGS 2.0. */
export const agsGradebook = (calls: AuthorisedCalls): Gradebook => {
  const readAll = async (
    registration: RegistrationId,
    first: string,
    scope: string,
    accept: string,
  ): Promise<unknown[]> => {
    const items: unknown[] = [];
    const visited = new Set<string>();
    let url: string | null = first;
    while (url !== null) {
      if (visited.has(url) || visited.size >= maxPages || new URL(url).origin !== new URL(first).origin) {
        throw new MusterError('RESPONSE_INVALID', { port: 'gradebook', operation: 'paging' });
      }
      visited.add(url);
      const answer = await calls.call(registration, [scope], url, { headers: { Accept: accept } });
      if (answer.status !== 200) throw statusError(answer, 'list');
      const page = parseJson(answer, 'list');
      if (!Array.isArray(page)) throw new MusterError('RESPONSE_INVALID', { port: 'gradebook', operation: 'list' });
      items.push(...(page as unknown[]));
      const next = nextLink(answer.headers);
      url = next === null ? null : new URL(next, url).href;
    }
    return items;
  };

  const find: Gradebook['findLineItem'] = async (registration, { lineItemsUrl }, { resourceId, tag }) => {
    if (lineItemsUrl === null) throw new MusterError('GRADEBOOK_UNAVAILABLE');
    const search = new URL(lineItemsUrl);
    search.searchParams.set('resource_id', resourceId);
    search.searchParams.set('tag', tag);
    const listed = await readAll(registration, search.href, scopes.lineItem, types.lineItems);
    // A platform may ignore the filters: both are checked in the answer.
    const found = listed
      .map((item) => lineItemSchema.safeParse(item))
      .find(({ success, data }) => success && data.resourceId === resourceId && data.tag === tag);
    return found?.data === undefined ? null : toLineItem(found.data);
  };

  return {
    findLineItem: find,
    async ensureLineItem(registration, service, wanted) {
      const found = await find(registration, service, wanted);
      if (found !== null) return found;
      if (service.lineItemsUrl === null) throw new MusterError('GRADEBOOK_UNAVAILABLE');
      const answer = await calls.call(registration, [scopes.lineItem], service.lineItemsUrl, {
        method: 'POST',
        headers: { 'Content-Type': types.lineItem, Accept: types.lineItem },
        body: JSON.stringify(wanted),
      });
      if (answer.status !== 200 && answer.status !== 201) throw statusError(answer, 'create');
      const made = lineItemSchema.safeParse(parseJson(answer, 'create'));
      if (!made.success) throw new MusterError('RESPONSE_INVALID', { port: 'gradebook', operation: 'create' });
      return toLineItem(made.data);
    },
    async postScore(registration, lineItemUrl, body) {
      try {
        const answer = await calls.call(registration, [scopes.score], serviceUrl(lineItemUrl, 'scores'), {
          method: 'POST',
          headers: { 'Content-Type': types.score, Accept: 'application/json' },
          body,
        });
        return readPostAnswer(answer);
      } catch (error) {
        if (isMusterError(error) && error.retryable) return { outcome: 'retry', afterSeconds: null, httpStatus: null };
        if (isMusterError(error, 'DENIED')) return { outcome: 'refused', reason: 'not-allowed', httpStatus: 403 };
        throw error;
      }
    },
    async results(registration, lineItemUrl, scoreMaximum) {
      const listed = await readAll(registration, serviceUrl(lineItemUrl, 'results'), scopes.result, types.results);
      const held = new Map<string, number>();
      for (const item of listed) {
        const { success, data } = resultSchema.safeParse(item);
        if (!success || data.resultScore == null) continue;
        held.set(data.userId, (data.resultScore / (data.resultMaximum || scoreMaximum)) * scoreMaximum);
      }
      return held;
    },
  };
};
