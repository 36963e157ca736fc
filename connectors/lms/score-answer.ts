import type { PostAnswer } from '../../core/ports/gradebook.ts';
import { isConcluded, isRateLimited, retryAfterSeconds, type ServiceAnswer } from './http.ts';

const refused = (reason: 'not-a-student' | 'refused', httpStatus: number): PostAnswer => ({
  outcome: 'refused',
  reason,
  httpStatus,
});

const stopped = (reason: 'not-allowed' | 'concluded' | 'unpublished', httpStatus: number): PostAnswer => ({
  outcome: 'stopped',
  reason,
  httpStatus,
});

/**
 * What an answer to a score means. AGS 2.0 fixes few statuses and no codes, so that where one status has several
 * meanings the platform's own sentence decides (docs/platforms.md says whose); an unknown sentence is a refusal.
 */
export const readPostAnswer = (answer: ServiceAnswer): PostAnswer => {
  const { status, body } = answer;
  if (status >= 200 && status <= 299) return { outcome: 'accepted' };
  if (isRateLimited(answer)) return { outcome: 'retry', afterSeconds: retryAfterSeconds(answer), httpStatus: status };
  switch (status) {
    case 400:
      // Canvas: the result is newer than this score. Moodle: the user holds no graded role.
      if (/before last updated|timestamp.*(stale|older|earlier)/i.test(body)) return { outcome: 'stale' };
      return refused(/incorrect score|not.*(student|gradable)/i.test(body) ? 'not-a-student' : 'refused', status);
    case 401:
    case 403:
      return stopped(isConcluded(answer) ? 'concluded' : 'not-allowed', status);
    case 404:
      return isConcluded(answer) ? stopped('concluded', status) : { outcome: 'line-item-gone' };
    case 409:
      return { outcome: 'stale' };
    case 422:
      // Canvas: the course is over; the column is not published; or, of one person alone, no student here, no attempt left.
      if (isConcluded(answer)) return stopped('concluded', status);
      if (/still unpublished/i.test(body)) return stopped('unpublished', status);
      return refused(/not found in course|not.*student/i.test(body) ? 'not-a-student' : 'refused', status);
    default:
      return status === 408 || status >= 500
        ? { outcome: 'retry', afterSeconds: retryAfterSeconds(answer), httpStatus: status }
        : refused('refused', status);
  }
};
