import { type GradePolicy, scoreOf } from '../attendance/grade-policy.ts';
import type { Session } from '../attendance/session.ts';
import type { Status } from '../attendance/status.ts';
import type { CourseId, MemberId, SessionId } from '../ids.ts';
import type { Digest } from '../ports/record-store.ts';
import type { Services } from '../ports/services.ts';

/** Statuses of the members in one confirmed session. */
export type StatusesOfSession = ReadonlyMap<MemberId, Status>;

/** Statuses of each member over the confirmed sessions of a course. */
export type StatusesByMember = ReadonlyMap<MemberId, readonly Status[]>;

interface Statuses {
  readonly statuses: StatusesByMember;
  readonly bySession: ReadonlyMap<SessionId, StatusesOfSession>;
}

/** A digest of a session that is open again is left over from an undone confirmation and does not count. */
export const statusesIn = (digests: readonly Digest[], sessions: readonly Session[]): Statuses => {
  const confirmed = new Set(sessions.filter(({ state }) => state === 'confirmed').map(({ id }) => id));
  const statuses = new Map<MemberId, Status[]>();
  const bySession = new Map<SessionId, StatusesOfSession>();
  for (const digest of digests) {
    if (!confirmed.has(digest.session)) continue;
    bySession.set(digest.session, digest.statuses);
    for (const [member, status] of digest.statuses) {
      const list = statuses.get(member);
      if (list === undefined) statuses.set(member, [status]);
      else list.push(status);
    }
  }
  return { statuses, bySession };
};

/** Read from the sessions' digests: a few queries, however many records there are. */
export const readStatuses = async (
  deps: Pick<Services, 'digests' | 'sessions'>,
  course: CourseId,
): Promise<Statuses & { readonly sessions: Session[] }> => {
  const [digests, sessions] = await Promise.all([deps.digests.list(course), deps.sessions.list(course)]);
  return { sessions, ...statusesIn(digests, sessions) };
};

/** What the gradebook should hold for a member, computed from records (design rule 5). */
export const wantedScore = (statuses: StatusesByMember, member: MemberId, policy: GradePolicy): number | null =>
  scoreOf(statuses.get(member) ?? [], policy);

/** The same of one session's own column: an excuse, or no record, asks for no score. */
export const wantedOfSession = (
  statuses: StatusesOfSession | undefined,
  member: MemberId,
  policy: GradePolicy,
): number | null => {
  const status = statuses?.get(member);
  return status === undefined ? null : scoreOf([status], policy);
};
