import { z } from 'zod';
import { isMusterError, MusterError } from '../../core/errors.ts';
import type { Gradebook } from '../../core/ports/gradebook.ts';
import { agsLineItems, lineItemScope } from './line-items.ts';
import { readPages } from './pages.ts';
import { readPostAnswer } from './score-answer.ts';
import type { AuthorisedCalls } from './token.ts';

const ags = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
const scopes = { score: `${ags}score`, result: `${ags}result.readonly` } as const;
/** LTI AGS 2.0, sections 3.3 and 3.4. */
const types = {
  score: 'application/vnd.ims.lis.v1.score+json',
  results: 'application/vnd.ims.lis.v2.resultcontainer+json',
} as const;
const maxResults = 20_000;

const resultSchema = z.looseObject({
  userId: z.coerce.string().max(255),
  resultScore: z.number().nullish(),
  resultMaximum: z.number().nullish(),
});

/** A line item's URL may carry a query (Moodle: ?type_id=3): the last part goes into the path, the query stays. */
const serviceUrl = (lineItemUrl: string, part: 'scores' | 'results'): string => {
  const url = new URL(lineItemUrl);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/${part}`;
  return url.href;
};

/** Null when there is no such list any more. */
const listOrGone = async (...asked: Parameters<typeof readPages<unknown>>): Promise<unknown[] | null> => {
  try {
    return await readPages(...asked);
  } catch (error) {
    if (isMusterError(error, 'RESPONSE_INVALID') && error.details.httpStatus === 404) return null;
    throw error;
  }
};

/** LTI AGS 2.0. */
export const agsGradebook = (calls: AuthorisedCalls): Gradebook => {
  const lineItems = agsLineItems(calls);
  return {
    findLineItem: lineItems.find,
    async lineItemStands(registration, service, url) {
      return (await lineItems.get(registration, service, url)) !== null;
    },
    async ensureLineItem(registration, service, wanted) {
      if (!service.scopes.includes(lineItemScope)) {
        // Read-only: the one that belongs to the link is used, if the launch named it; none is made.
        const coupled =
          service.lineItemUrl === null ? null : await lineItems.get(registration, service, service.lineItemUrl);
        if (coupled === null) throw new MusterError('GRADEBOOK_UNAVAILABLE');
        return coupled;
      }
      const found = await lineItems.find(registration, service, wanted);
      return found ?? lineItems.create(registration, service, wanted);
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
        if (isMusterError(error) && error.retryable) {
          const { retryAfterSeconds } = error.details;
          const afterSeconds = typeof retryAfterSeconds === 'number' ? retryAfterSeconds : null;
          return { outcome: 'retry', afterSeconds, httpStatus: null };
        }
        if (isMusterError(error, 'DENIED')) return { outcome: 'stopped', reason: 'not-allowed', httpStatus: null };
        throw error;
      }
    },
    async results(registration, lineItemUrl, scoreMaximum, sub) {
      const url = new URL(serviceUrl(lineItemUrl, 'results'));
      if (sub !== undefined) url.searchParams.set('user_id', sub);
      const listed = await listOrGone(
        calls,
        registration,
        {
          port: 'gradebook',
          url: url.href,
          scope: scopes.result,
          accept: types.results,
        },
        (page) => (Array.isArray(page) ? (page as unknown[]) : null),
        maxResults,
      );
      if (listed === null) return null;
      const held = new Map<string, number>();
      for (const item of listed) {
        const { success, data } = resultSchema.safeParse(item);
        // Moodle leaves resultScore out for a grade of 0 as well as for none.
        if (!success || data.resultScore == null) continue;
        held.set(data.userId, (data.resultScore * scoreMaximum) / (data.resultMaximum || scoreMaximum));
      }
      return held;
    },
  };
};
