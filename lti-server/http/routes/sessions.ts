import { Router } from 'express';
import type { SessionId } from '../../../core/ids.ts';
import { confirmReview } from '../../../core/use-cases/confirm-review.ts';
import { openSession } from '../../../core/use-cases/open-session.ts';
import { removeSession } from '../../../core/use-cases/remove-session.ts';
import { undoConfirmation } from '../../../core/use-cases/undo-confirmation.ts';
import type { App } from '../../app.ts';
import { confirmRequest } from '../api-schema/board.ts';
import { openSessionRequest } from '../api-schema/course.ts';
import { answerBoard } from '../board-answer.ts';
import { courseOf, idParam, parse, personOf, route } from '../route.ts';
import { sessionSummaryView } from '../session-views.ts';

/** Opening a class meeting, its board, confirming it and taking that back. */
export const sessionRoutes = (app: App): Router => {
  const router = Router();
  router.post(
    '/sessions',
    route('take-attendance', async ({ caller, req, res }) => {
      const wanted = parse(openSessionRequest, req.body ?? {});
      const session = await openSession(app, { course: courseOf(caller), by: caller.session.member, ...wanted });
      res.status(201);
      return sessionSummaryView(session, app.clock.now());
    }),
  );
  router.get(
    '/sessions/:session',
    route('take-attendance', async ({ caller, req }) => answerBoard(app, caller, idParam<SessionId>(req, 'session'))),
  );
  router.delete(
    '/sessions/:session',
    route('take-attendance', async ({ caller, req, res }) => {
      await removeSession(app, courseOf(caller), idParam<SessionId>(req, 'session'));
      res.status(204).end();
    }),
  );
  router.post(
    '/sessions/:session/confirm',
    route('take-attendance', async ({ caller, req }) => {
      const shown = parse(confirmRequest, req.body);
      const session = idParam<SessionId>(req, 'session');
      await confirmReview(app, courseOf(caller), session, personOf(caller), shown);
      const board = await answerBoard(app, caller, session);
      app.wake();
      return board;
    }),
  );
  router.post(
    '/sessions/:session/undo-confirm',
    route('take-attendance', async ({ caller, req }) => {
      const session = idParam<SessionId>(req, 'session');
      await undoConfirmation(app, courseOf(caller), session);
      app.wake();
      return answerBoard(app, caller, session);
    }),
  );
  return router;
};
