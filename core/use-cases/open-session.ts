import type { Session } from '../attendance/session.ts';
import { isMusterError } from '../errors.ts';
import { asId, type CourseId, type MemberId, type SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';

export interface OpenSession {
  readonly course: CourseId;
  readonly by: MemberId;
  readonly title?: string;
  /** Now, when left out. */
  readonly startsAt?: string;
  /** Made by the page for one press of the button: pressed twice, or sent twice, it opens one session. */
  readonly key?: string;
}

/** Opens a class meeting that attendance can be taken of; with a key that was used before, the session it opened. */
export const openSession = async (
  { sessions, ids, clock }: Pick<Services, 'sessions' | 'ids' | 'clock'>,
  { course, by, title = '', startsAt, key }: OpenSession,
): Promise<Session> => {
  const now = clock.now();
  const session: Session = {
    id: key === undefined ? asId<SessionId>(ids.next()) : ids.session(course, by, key),
    course,
    title,
    startsAt: startsAt === undefined ? now : new Date(startsAt).toISOString(),
    openedBy: by,
    openedAt: now,
    state: 'open',
    confirmedBy: null,
    confirmedByName: null,
    confirmedAt: null,
    counts: null,
    version: 1,
  };
  try {
    await sessions.put(session);
    return session;
  } catch (error) {
    const opened = isMusterError(error, 'RECORD_CHANGED') ? await sessions.find(course, session.id) : null;
    if (opened === null) throw error;
    return opened;
  }
};
