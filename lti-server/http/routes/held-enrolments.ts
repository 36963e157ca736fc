import { Router } from 'express';
import type { CourseId, MemberId } from '../../../core/ids.ts';
import {
  decideHeldEnrolment,
  getHeldEnrolment,
  listHeldEnrolments,
} from '../../../core/use-cases/decide-held-enrolment.ts';
import { getReferencePicture } from '../../../core/use-cases/read-recognition.ts';
import type { App } from '../../app.ts';
import { type HeldEnrolments, heldDecisionRequest } from '../api-schema/held-enrolment.ts';
import { sendPicture } from '../picture-answer.ts';
import { courseOf, idParam, parse, route } from '../route.ts';

const heldOf = async (app: App, course: CourseId): Promise<HeldEnrolments> => ({
  held: (await listHeldEnrolments(app, course, await app.rosters.read(course))).map(
    ({ member, resembles, similarity }) => ({
      member: member.id,
      name: member.name,
      resembles: resembles.id,
      resemblesName: resembles.name,
      similarity,
    }),
  ),
});

const firstPicture = (app: App, member: MemberId) => getReferencePicture(app, member, ([first]) => first);

/** Enrolments that resemble somebody else's: a person looks before they count (design rule 7). */
export const heldEnrolmentRoutes = (app: App): Router => {
  const router = Router();
  router.get(
    '/held-enrolments',
    route('decide-held-enrolment', async ({ caller }) => heldOf(app, courseOf(caller))),
  );
  router.get(
    '/held-enrolments/:member/picture',
    route('decide-held-enrolment', async ({ caller, req, res }) => {
      const { member } = await getHeldEnrolment(app, courseOf(caller), idParam<MemberId>(req, 'member'));
      sendPicture(res, await firstPicture(app, member.id));
    }),
  );
  router.get(
    '/held-enrolments/:member/resembles',
    route('decide-held-enrolment', async ({ caller, req, res }) => {
      const { resembles } = await getHeldEnrolment(app, courseOf(caller), idParam<MemberId>(req, 'member'));
      sendPicture(res, await firstPicture(app, resembles.id));
    }),
  );
  router.post(
    '/held-enrolments/:member',
    route('decide-held-enrolment', async ({ caller, req }) => {
      const { decision } = parse(heldDecisionRequest, req.body);
      const where = { registration: caller.registration, course: courseOf(caller) };
      await decideHeldEnrolment(app, where, idParam<MemberId>(req, 'member'), decision);
      app.wake();
      return heldOf(app, where.course);
    }),
  );
  return router;
};
