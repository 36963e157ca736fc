import { type Course, noGradeColumn } from '../attendance/course.ts';
import { defaultGradePolicy } from '../attendance/grade-policy.ts';
import { isMusterError } from '../errors.ts';
import { hour, later } from '../later.ts';
import { appSessionHours } from '../lti/app-session.ts';
import type { Launch, LaunchedCourse } from '../lti/launch.ts';
import { type Landing, landingOf } from '../lti/placed-link.ts';
import type { LaunchFacts } from '../ports/launch-store.ts';
import type { Services } from '../ports/services.ts';
import type { Member } from '../roster/roster.ts';
import { same } from '../same.ts';
import { beginRosterSync } from './sync-roster.ts';

type Deps = Pick<Services, 'appSessions' | 'courses' | 'rosters' | 'linkSeal' | 'clock' | 'ids' | 'work'>;

/** A teacher's launch says what the course is; anybody else's only that it is there: a student's zone is not the course's. */
const courseAfter = (launch: Launch, launched: LaunchedCourse, before: Course | null, openedOn: string): Course => {
  const teaches = launch.role === 'teacher' || launch.role === 'ta';
  if (before !== null && !teaches) return { ...before, openedOn };
  return { ...described(launch, launched, before, teaches ? launch.timeZone : null), openedOn };
};

/** What most of the teachers have, as the roster told it, is not moved by one of them. */
const zoneAfter = (before: Course | null, timeZone: string | null): Pick<Course, 'timeZone' | 'timeZoneFrom'> =>
  before?.timeZoneFrom === 'roster'
    ? { timeZone: before.timeZone, timeZoneFrom: 'roster' }
    : { timeZone: timeZone ?? before?.timeZone ?? 'UTC' };

const described = (
  launch: Launch,
  launched: LaunchedCourse,
  before: Course | null,
  timeZone: string | null,
): Course => ({
  id: launched.id,
  registration: launch.registration,
  deployment: launch.deployment,
  contextId: launched.contextId,
  title: launched.title,
  ...zoneAfter(before, timeZone),
  rosterService: launched.rosterService ?? before?.rosterService ?? null,
  gradeService: launched.gradeService ?? before?.gradeService ?? null,
  gradePolicy: before?.gradePolicy ?? defaultGradePolicy,
  gradeColumn: before?.gradeColumn ?? noGradeColumn,
  rosterReadAt: before?.rosterReadAt ?? null,
  version: before?.version ?? 0,
});

/** Two launches at once write the same facts; whoever comes second has nothing to add. */
const rememberCourse = async (
  deps: Deps,
  launch: Launch,
  launched: LaunchedCourse,
  before: Course | null,
): Promise<void> => {
  const after = courseAfter(launch, launched, before, deps.clock.now().slice(0, 10));
  if (same(after, before)) return;
  // The day's first launch alone; before the day is noted, so that one that dies is made up for by the next.
  if (after.openedOn !== before?.openedOn) await beginRosterSync(deps, after);
  try {
    await deps.courses.put({ ...after, version: after.version + 1 });
  } catch (error) {
    if (!isMusterError(error, 'RECORD_CHANGED')) throw error;
  }
};

const memberAfter = (launch: Launch, before: Member | null): Member => {
  const name = launch.name ?? before?.name ?? `Student ${launch.sub.slice(-4)}`;
  return {
    id: launch.member,
    sub: launch.sub,
    name,
    sortName: before?.sortName ?? name,
    role: launch.role,
    testUser: launch.testUser,
    state: 'active',
    missingOn: [],
    launchRole: launch.role,
  };
};

const rememberMember = async (
  { rosters }: Deps,
  launch: Launch,
  launched: LaunchedCourse,
  before: Member | null,
): Promise<void> => {
  const after = memberAfter(launch, before);
  if (!same(after, before)) await rosters.putMembers(launched.id, [after]);
};

/**
 * What a verified launch leaves behind: the course as it said, its person on the roster, and an app session bound to
 * exactly this launch, with the page that its link leads to. Whoever has no role in the course is not put on its roster. Of a launch that says nothing new it is
 * one write; `facts` is what stood when the launch was verified.
 */
export const startAppSession = async (
  deps: Deps,
  launch: Launch,
  facts: LaunchFacts,
  tokenHash: string,
): Promise<{ expiresAt: string; landing: Landing }> => {
  const { course, member, sub, name, role, administrator, testUser, masquerading } = launch;
  const { locale, timeZone, returnUrl, deepLinking } = launch;
  if (course !== null) {
    if (role === 'teacher' || role === 'ta' || role === 'student') {
      await rememberCourse(deps, launch, course, facts.course);
      await rememberMember(deps, launch, course, facts.member);
    }
  }
  const landing = landingOf(deps.linkSeal, launch);
  const startedAt = deps.clock.now();
  const expiresAt = later(startedAt, appSessionHours * hour);
  await deps.appSessions.put({
    tokenHash,
    registration: launch.registration,
    deployment: launch.deployment,
    course: course?.id ?? null,
    courseTitle: course?.title ?? null,
    member,
    sub,
    name,
    role,
    administrator,
    testUser,
    masquerading,
    locale,
    timeZone,
    returnUrl,
    deepLinking,
    landing,
    startedAt,
    expiresAt,
  });
  return { expiresAt, landing };
};
