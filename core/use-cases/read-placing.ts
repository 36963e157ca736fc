import type { Course } from '../attendance/course.ts';
import { newestFirst, type Session } from '../attendance/session.ts';
import { MusterError } from '../errors.ts';
import type { AppSession } from '../lti/app-session.ts';
import type { DeepLinkingRequest } from '../lti/deep-linking.ts';
import { acceptsOurLinks } from '../lti/deep-linking-response.ts';
import type { Services } from '../ports/services.ts';
import { mayInCourse } from '../rights.ts';
import { getCourse, gradeColumnAvailable } from './read-course-page.ts';

/** What the app session was opened for. @throws MusterError ROLE_NOT_ALLOWED when that was another thing */
export const getPlacing = ({ deepLinking }: AppSession): DeepLinkingRequest => {
  if (deepLinking === null) throw new MusterError('ROLE_NOT_ALLOWED', { verb: 'place-content' });
  return deepLinking;
};

/** Whether a link to the course may bring the grade column along; if not, why. */
export type ColumnOffer = 'offered' | 'there-already' | 'not-here' | 'teacher-only';

/** A second column is never made: neither beside one that stands, nor beside one that is being made. */
export const columnOffer = (session: AppSession, course: Course): ColumnOffer => {
  if (course.gradeColumn.on || course.gradeColumn.lineItemUrl !== null) return 'there-already';
  if (getPlacing(session).acceptLineItem === false || !gradeColumnAvailable(course)) return 'not-here';
  return mayInCourse(session, 'set-grade-policy') ? 'offered' : 'teacher-only';
};

export interface Placing {
  readonly course: Course;
  /** Whether the platform takes a link to a tool here at all. */
  readonly accepted: boolean;
  readonly severalSessions: boolean;
  readonly column: ColumnOffer;
  /** Newest first. */
  readonly sessions: readonly Session[];
}

/** What can be placed, of the request's own course; null when it names none. @throws MusterError ROLE_NOT_ALLOWED, NOT_FOUND */
export const readPlacing = async (
  deps: Pick<Services, 'courses' | 'sessions'>,
  session: AppSession,
): Promise<Placing | null> => {
  const request = getPlacing(session);
  if (session.course === null) return null;
  const [course, sessions] = await Promise.all([getCourse(deps, session.course), deps.sessions.list(session.course)]);
  return {
    course,
    accepted: acceptsOurLinks(request),
    severalSessions: request.acceptMultiple,
    column: columnOffer(session, course),
    sessions: newestFirst(sessions),
  };
};
