import type { Course } from '../attendance/course.ts';
import { isMusterError, MusterError } from '../errors.ts';
import type { CourseId } from '../ids.ts';
import { minute } from '../later.ts';
import type { Services } from '../ports/services.ts';
import { diffRoster } from '../roster/roster-diff.ts';
import { teachersTimeZone } from '../roster/teachers-time-zone.ts';
import { changeGalleries } from './reconcile-gallery.ts';

type Deps = Pick<Services, 'courses' | 'rosters' | 'rosterSource' | 'ids' | 'clock' | 'work'>;

const freshMinutes = 5;

export const rosterIsFresh = (course: Course, now: string): boolean =>
  course.rosterReadAt !== null && Date.parse(now) - Date.parse(course.rosterReadAt) < freshMinutes * minute;

/** What the roster says of the course's time zone; where it says nothing any more, launches say again. */
const withZone = ({ timeZoneFrom: _, ...course }: Course, timeZone: string | null): Course =>
  timeZone === null ? course : { ...course, timeZone, timeZoneFrom: 'roster' };

const noteRead = async ({ courses }: Deps, course: Course, at: string, timeZone: string | null): Promise<void> => {
  try {
    await courses.put({ ...withZone(course, timeZone), rosterReadAt: at, version: course.version + 1 });
  } catch (error) {
    // Somebody wrote the course meanwhile; the next refresh says when.
    if (!isMusterError(error, 'RECORD_CHANGED')) throw error;
  }
};

/**
 * Reads the whole roster from the platform and takes over what changed. The course's gallery is made to fit
 * afterwards, by work that survives a crash.
 * @throws MusterError ROSTER_SUSPICIOUS when the answer is empty or halved: nothing is taken over; and what the port throws
 */
export const refreshRoster = async (deps: Deps, id: CourseId): Promise<void> => {
  const course = await deps.courses.find(id);
  if (course === null) throw new MusterError('NOT_FOUND');
  if (course.rosterService === null) throw new MusterError('DENIED', { service: 'roster' });
  const reported = await deps.rosterSource.read(course.registration, course.rosterService);
  const stored = await deps.rosters.read(id);
  const now = deps.clock.now();
  const memberId = (sub: string) => deps.ids.member(course.registration, sub);
  const diff = diffRoster({ ...stored, readAt: course.rosterReadAt }, reported, memberId, now.slice(0, 10));
  if (diff.kind === 'suspicious') throw new MusterError('ROSTER_SUSPICIOUS', { before: diff.before, now: diff.now });
  if (diff.members.length > 0) await changeGalleries(deps, [id], () => deps.rosters.putMembers(id, diff.members));
  await noteRead(deps, course, now, teachersTimeZone(reported, course.timeZone));
};
