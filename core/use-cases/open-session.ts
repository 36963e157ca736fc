import type { Session } from '../attendance/session.ts';
import { asId, type CourseId, type MemberId, type SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';

export interface OpenSession {
  readonly course: CourseId;
  readonly by: MemberId;
  readonly title?: string;
  /** Now, when left out. */
  readonly startsAt?: string;
}

/** Opens a class meeting that attendance can be taken of. */
export const openSession = async (
  { sessions, ids, clock }: Pick<Services, 'sessions' | 'ids' | 'clock'>,
  { course, by, title = '', startsAt }: OpenSession,
): Promise<Session> => {
  const now = clock.now();
  const session: Session = {
    id: asId<SessionId>(ids.next()),
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
  await sessions.put(session);
  return session;
};
