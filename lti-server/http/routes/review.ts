import { Router } from 'express';
import type { FaceVerdict } from '../../../core/attendance/review.ts';
import { asId, type FaceId, type MemberId, type SessionId } from '../../../core/ids.ts';
import { judgeFace, markRest, setStatuses } from '../../../core/use-cases/change-review.ts';
import type { App } from '../../app.ts';
import { faceVerdictRequest, memberStatusesRequest, restStatusRequest, type Verdict } from '../api-schema/board.ts';
import { answerBoard } from '../board-answer.ts';
import { courseOf, idParam, parse, route } from '../route.ts';

const verdictOf = (said: Verdict | null): FaceVerdict | null =>
  said?.kind === 'member' ? { kind: 'member', member: asId<MemberId>(said.member) } : said;

/** A teacher's word on faces, and statuses set by hand. Each answer is the board after it. */
export const reviewRoutes = (app: App): Router => {
  const router = Router();
  router.put(
    '/sessions/:session/review/faces/:face',
    route('take-attendance', async ({ caller, req }) => {
      const session = idParam<SessionId>(req, 'session');
      const { verdict } = parse(faceVerdictRequest, req.body);
      await judgeFace(app, courseOf(caller), session, idParam<FaceId>(req, 'face'), verdictOf(verdict));
      return answerBoard(app, caller, session);
    }),
  );
  router.put(
    '/sessions/:session/review/members',
    route('take-attendance', async ({ caller, req }) => {
      const session = idParam<SessionId>(req, 'session');
      const { changes } = parse(memberStatusesRequest, req.body);
      const given = changes.map(({ member, ...rest }) => ({ member: asId<MemberId>(member), ...rest }));
      await setStatuses(app, courseOf(caller), session, given);
      return answerBoard(app, caller, session);
    }),
  );
  router.put(
    '/sessions/:session/review/rest',
    route('take-attendance', async ({ caller, req }) => {
      const session = idParam<SessionId>(req, 'session');
      const { status } = parse(restStatusRequest, req.body);
      await markRest(app, courseOf(caller), session, status);
      return answerBoard(app, caller, session);
    }),
  );
  return router;
};
