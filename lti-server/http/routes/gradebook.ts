import { Router } from 'express';
import { asId, type MemberId } from '../../../core/ids.ts';
import { students } from '../../../core/roster/roster.ts';
import { getCourse, gradeColumnAvailable } from '../../../core/use-cases/read-course-page.ts';
import { readGradebook } from '../../../core/use-cases/read-gradebook.ts';
import { sendAgain, sendOver } from '../../../core/use-cases/send-scores.ts';
import type { App } from '../../app.ts';
import { type GradebookPage, sendScoresRequest } from '../api-schema/record.ts';
import { type Caller, courseOf, idParam, parse, route } from '../route.ts';
import { gradebookStateView } from '../session-views.ts';

const gradebookPage = async (app: App, caller: Caller): Promise<GradebookPage> => {
  const id = courseOf(caller);
  const [course, roster] = await Promise.all([getCourse(app, id), app.rosters.read(id)]);
  const gradebook = await readGradebook(app, course, roster);
  return {
    on: course.gradeColumn.on,
    available: gradeColumnAvailable(course),
    rows: students(roster).map((member) => ({
      member: member.id,
      name: member.name,
      gradebook: gradebookStateView(gradebook.get(member.id)),
    })),
  };
};

/** What the gradebook holds of us, for each student, and what to do where it does not. */
export const gradebookRoutes = (app: App): Router => {
  const router = Router();
  router.get(
    '/gradebook',
    route('see-gradebook-state', async ({ caller }) => gradebookPage(app, caller)),
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
      await sendOver(app, courseOf(caller), idParam<MemberId>(req, 'member'));
      app.wake();
      return gradebookPage(app, caller);
    }),
  );
  return router;
};
