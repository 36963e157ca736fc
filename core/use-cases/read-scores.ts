import type { Course } from '../attendance/course.ts';
import { type GradePolicy, scoreOf } from '../attendance/grade-policy.ts';
import type { Session } from '../attendance/session.ts';
import type { Status } from '../attendance/status.ts';
import type { MemberId } from '../ids.ts';
import type { Services } from '../ports/services.ts';

/** Statuses of each member over the confirmed sessions of a course. */
export type StatusesByMember = ReadonlyMap<MemberId, readonly Status[]>;

/**
 * Read from the sessions' digests: a few queries, however many records there are. A digest of a session that is open
 * again is left over from an undone confirmation and does not count.
 */
export const readStatuses = async (
  { digests, sessions }: Pick<Services, 'digests' | 'sessions'>,
  course: Course['id'],
): Promise<{ sessions: Session[]; statuses: StatusesByMember }> => {
  const [all, stored] = await Promise.all([digests.list(course), sessions.list(course)]);
  const confirmed = new Set(stored.filter(({ state }) => state === 'confirmed').map(({ id }) => id));
  const statuses = new Map<MemberId, Status[]>();
  for (const digest of all) {
    if (!confirmed.has(digest.session)) continue;
    for (const [member, status] of digest.statuses) {
      const list = statuses.get(member);
      if (list === undefined) statuses.set(member, [status]);
      else list.push(status);
    }
  }
  return { sessions: stored, statuses };
};

/** What the gradebook should hold for a member, computed from records (design rule 5). */
export const wantedScore = (statuses: StatusesByMember, member: MemberId, policy: GradePolicy): number | null =>
  scoreOf(statuses.get(member) ?? [], policy);
