import { Router } from 'express';
import type { Enrolment } from '../../../core/biometrics/enrolment.ts';
import { MusterError } from '../../../core/errors.ts';
import type { CourseId, MemberId } from '../../../core/ids.ts';
import { students } from '../../../core/roster/roster.ts';
import { decideHeldEnrolment } from '../../../core/use-cases/decide-held-enrolment.ts';
import type { App } from '../../app.ts';
import { type HeldEnrolments, heldDecisionRequest } from '../api-schema/held-enrolment.ts';
import { sendPicture } from '../picture-answer.ts';
import { courseOf, idParam, parse, route } from '../route.ts';

const heldOf = async (app: App, course: CourseId): Promise<HeldEnrolments> => {
  const active = students(await app.rosters.read(course));
  const names = new Map(active.map(({ id, name }) => [id, name]));
  const enrolments = await app.enrolments.findAll(active.map(({ id }) => id));
  return {
    held: [...enrolments.values()].flatMap(({ member, state, resembles }) =>
      state !== 'held' || resembles === null
        ? []
        : [
            {
              member,
              name: names.get(member) ?? '',
              resembles: resembles.member,
              resemblesName: names.get(resembles.member) ?? 'Former member',
              similarity: resembles.similarity,
            },
          ],
    ),
  };
};

const heldEnrolment = async (app: App, course: CourseId, member: MemberId): Promise<Enrolment> => {
  const onRoster = await app.rosters.findMember(course, member);
  const enrolment = onRoster === null ? null : await app.enrolments.find(member);
  if (enrolment?.state !== 'held') throw new MusterError('NOT_FOUND', { what: 'held enrolment' });
  return enrolment;
};

const pictureOf = async (app: App, enrolment: Enrolment | null): Promise<Uint8Array> => {
  const reference = enrolment?.references[0];
  const picture = reference === undefined ? null : await app.media.get(reference.mediaKey);
  if (picture === null) throw new MusterError('NOT_FOUND', { what: 'reference' });
  return picture;
};

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
      const held = await heldEnrolment(app, courseOf(caller), idParam<MemberId>(req, 'member'));
      sendPicture(res, await pictureOf(app, held));
    }),
  );
  router.get(
    '/held-enrolments/:member/resembles',
    route('decide-held-enrolment', async ({ caller, req, res }) => {
      const held = await heldEnrolment(app, courseOf(caller), idParam<MemberId>(req, 'member'));
      const other = held.resembles === null ? null : await app.enrolments.find(held.resembles.member);
      sendPicture(res, await pictureOf(app, other));
    }),
  );
  router.post(
    '/held-enrolments/:member',
    route('decide-held-enrolment', async ({ caller, req }) => {
      const { decision } = parse(heldDecisionRequest, req.body);
      await decideHeldEnrolment(app, courseOf(caller), idParam<MemberId>(req, 'member'), decision);
      app.wake();
      return heldOf(app, courseOf(caller));
    }),
  );
  return router;
};
