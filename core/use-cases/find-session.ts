import type { Session } from '../attendance/session.ts';
import { MusterError } from '../errors.ts';
import type { CourseId, SessionId } from '../ids.ts';
import type { SessionStore } from '../ports/session-store.ts';

/** Sessions of other courses are not found, whatever their id. @throws MusterError NOT_FOUND */
export const getSession = async (sessions: SessionStore, course: CourseId, id: SessionId): Promise<Session> => {
  const session = await sessions.find(course, id);
  if (session === null) throw new MusterError('NOT_FOUND', { what: 'session' });
  return session;
};

/** @throws MusterError NOT_FOUND, SESSION_NOT_OPEN */
export const getOpenSession = async (sessions: SessionStore, course: CourseId, id: SessionId): Promise<Session> => {
  const session = await getSession(sessions, course, id);
  if (session.state !== 'open') throw new MusterError('SESSION_NOT_OPEN');
  return session;
};
