import { Router } from 'express';
import { presentSession } from '../../../core/attendance/session.ts';
import { gradeColumnAvailable, readCoursePage } from '../../../core/use-cases/read-course-page.ts';
import { readPeople } from '../../../core/use-cases/read-people.ts';
import { rosterIsFresh } from '../../../core/use-cases/refresh-roster.ts';
import type { App } from '../../app.ts';
import type { CoursePage, People } from '../api-schema/course.ts';
import { rosterReads } from '../roster-reads.ts';
import { type Caller, courseOf, route } from '../route.ts';
import { sessionSummaryView } from '../session-views.ts';

const coursePage = async (app: App, caller: Caller, rosterProblem: string | null): Promise<CoursePage> => {
  const page = await readCoursePage(app, courseOf(caller));
  const now = app.clock.now();
  return {
    title: page.course.title,
    timeZone: page.course.timeZone,
    facesOn: caller.registration.policy.faces,
    coverage: { matchable: page.matchable, students: page.students.length },
    rosterReadAt: page.course.rosterReadAt,
    rosterProblem,
    gradebook: { on: page.course.gradeColumn.on, available: gradeColumnAvailable(page.course), ...page.gradebook },
    heldEnrolments: page.held.length,
    disputes: page.disputes,
    present: presentSession(page.sessions, now)?.id ?? null,
    sessions: page.sessions.map((session) => ({
      ...sessionSummaryView(session, now),
      gradebook: session.state === 'confirmed' ? (page.gradebookOf.get(session.id) ?? null) : null,
    })),
  };
};

/** The teacher's first page and the list of people. */
export const courseRoutes = (app: App): Router => {
  const router = Router();
  const reads = rosterReads(app);
  router.get(
    '/course',
    route('see-course', async ({ caller }) => {
      const course = await app.courses.find(courseOf(caller));
      const stale = course !== null && course.rosterService !== null && !rosterIsFresh(course, app.clock.now());
      return coursePage(app, caller, stale ? await reads.whenStale(courseOf(caller)) : null);
    }),
  );
  router.post(
    '/course/roster/refresh',
    route('refresh-roster', async ({ caller }) => coursePage(app, caller, await reads.byHand(courseOf(caller)))),
  );
  router.get(
    '/people',
    route('see-course', async ({ caller }): Promise<People> => {
      const people = await readPeople(app, courseOf(caller));
      return {
        people: people.map(({ member, counts, score }) => ({
          id: member.id,
          name: member.name,
          role: member.role,
          counts,
          score,
        })),
      };
    }),
  );
  return router;
};
