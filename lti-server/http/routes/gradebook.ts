import { Router } from 'express';
import type { ColumnId, ColumnState } from '../../../core/attendance/grade-column.ts';
import type { Session } from '../../../core/attendance/session.ts';
import { asId, type MemberId, type SessionId } from '../../../core/ids.ts';
import { students } from '../../../core/roster/roster.ts';
import { compareGradebook } from '../../../core/use-cases/compare-gradebook.ts';
import { getCourse, gradeColumnAvailable } from '../../../core/use-cases/read-course-page.ts';
import { readGradebook } from '../../../core/use-cases/read-gradebook.ts';
import { canReadResults } from '../../../core/use-cases/send-score.ts';
import { keepTheirs, sendAgain, sendOver } from '../../../core/use-cases/send-scores.ts';
import type { App } from '../../app.ts';
import { type GradebookComparison, type GradebookPage, ofColumn, sendScoresRequest } from '../api-schema/record.ts';
import { type Caller, courseOf, idParam, parse, personOf, route } from '../route.ts';
import { gradebookStateView } from '../session-views.ts';

const sessionColumnsView = (
  columns: readonly ColumnState[],
  sessions: readonly Session[],
): GradebookPage['sessionColumns'] => {
  const byId = new Map<ColumnId, ColumnState>(columns.map((state) => [state.column, state]));
  return sessions.flatMap(({ id, title, startsAt }) => {
    const state = byId.get(id);
    if (state === undefined) return [];
    const { trouble, remadeAt, counts } = state;
    return [{ session: id, title, startsAt, trouble, remadeAt, ...counts }];
  });
};

const gradebookPage = async (app: App, caller: Caller): Promise<GradebookPage> => {
  const id = courseOf(caller);
  const [course, roster] = await Promise.all([getCourse(app, id), app.rosters.read(id)]);
  const { on, perSession = false } = course.gradeColumn;
  const [gradebook, columns, sessions] = await Promise.all([
    readGradebook(app, course, roster),
    on ? app.gradeColumns.list(id) : [],
    on && perSession ? app.sessions.list(id) : [],
  ]);
  const total = columns.find(({ column }) => column === 'attendance');
  return {
    on,
    available: gradeColumnAvailable(course),
    comparable: canReadResults(course) && course.gradeColumn.lineItemUrl !== null,
    trouble: total?.trouble ?? null,
    remadeAt: total?.remadeAt ?? null,
    rows: students(roster).map((member) => ({
      member: member.id,
      name: member.name,
      gradebook: gradebookStateView(gradebook.get(member.id)),
    })),
    sessionColumns: sessionColumnsView(columns, sessions),
    timeZone: course.timeZone,
  };
};

const columnIn = (body: unknown): ColumnId => {
  const { session } = parse(ofColumn, body ?? {});
  return session === undefined ? 'attendance' : asId<SessionId>(session);
};

const deciderOf = (caller: Caller) => {
  const { member, name } = personOf(caller);
  return { by: member, byName: name };
};

/** What the gradebook holds of us, for each student, and what to do where it does not. */
export const gradebookRoutes = (app: App): Router => {
  const router = Router();
  router.get(
    '/gradebook',
    route('see-gradebook-state', async ({ caller }) => gradebookPage(app, caller)),
  );
  router.post(
    '/gradebook/compare',
    route('see-gradebook-state', async ({ caller, req }): Promise<GradebookComparison> => {
      const { readAt, students: all, differences } = await compareGradebook(app, courseOf(caller), columnIn(req.body));
      return {
        readAt,
        students: all,
        differences: differences.map(({ decision, ...line }) => ({
          ...line,
          decision: decision === null ? null : { choice: decision.choice, byName: decision.byName, at: decision.at },
        })),
      };
    }),
  );
  router.post(
    '/gradebook/send',
    route('set-grade-policy', async ({ caller, req }) => {
      const { member } = parse(sendScoresRequest, req.body ?? {});
      await sendAgain(app, courseOf(caller), member === undefined ? undefined : asId<MemberId>(member));
      app.wake();
      return gradebookPage(app, caller);
    }),
  );
  router.post(
    '/gradebook/members/:member/overwrite',
    route('set-grade-policy', async ({ caller, req }) => {
      const member = idParam<MemberId>(req, 'member');
      await sendOver(app, courseOf(caller), member, deciderOf(caller), columnIn(req.body));
      app.wake();
      return gradebookPage(app, caller);
    }),
  );
  router.post(
    '/gradebook/members/:member/keep',
    route('set-grade-policy', async ({ caller, req }) => {
      const member = idParam<MemberId>(req, 'member');
      await keepTheirs(app, courseOf(caller), member, deciderOf(caller), columnIn(req.body));
      return gradebookPage(app, caller);
    }),
  );
  return router;
};
