import { Router } from 'express';
import type { SessionId } from '../../../core/ids.ts';
import { checkIn, readMyCheckIns } from '../../../core/use-cases/check-in.ts';
import { closeCheckIn, openCheckIn, prolongCheckIn, readCheckIn } from '../../../core/use-cases/open-check-in.ts';
import type { App } from '../../app.ts';
import {
  checkInRequest,
  type MyCheckIns,
  openCheckInRequest,
  prolongCheckInRequest,
  type ShownCode,
} from '../api-schema/check-in.ts';
import { perSession } from '../rate-limits.ts';
import { type Caller, courseOf, idParam, parse, route } from '../route.ts';
import { checkInView } from '../session-views.ts';

const triesAMinute = 30;

const shownCode = async (app: App, caller: Caller, session: SessionId): Promise<ShownCode> => {
  const { period, shown } = await readCheckIn(app, courseOf(caller), session);
  if (period === null || shown === null) return { open: null, closedAt: period?.closesAt ?? null };
  const { code, changesAt } = shown;
  const now = Date.parse(app.clock.now());
  return {
    open: {
      code,
      changing: period.changing,
      changesInMs: Date.parse(changesAt) - now,
      closesInMs: Date.parse(period.closesAt) - now,
      closesAt: period.closesAt,
      lateFrom: period.lateFrom,
    },
    closedAt: null,
  };
};

const myCheckIns = async (app: App, caller: Caller): Promise<MyCheckIns> => {
  const course = courseOf(caller);
  const [found, mine] = await Promise.all([
    app.courses.find(course),
    readMyCheckIns(app, course, caller.session.member),
  ]);
  return {
    timeZone: found?.timeZone ?? 'UTC',
    sessions: mine.map(({ session: { id, title, startsAt }, closesAt, checkIn: said }) => ({
      id,
      title,
      startsAt,
      closesAt,
      checkIn: checkInView(said),
    })),
  };
};

/** A teacher lets students check in and shows the code; a student types it. */
export const checkInRoutes = (app: App): Router => {
  const router = Router();
  router.get(
    '/sessions/:session/check-in',
    route('take-attendance', async ({ caller, req }) => shownCode(app, caller, idParam<SessionId>(req, 'session'))),
  );
  router.post(
    '/sessions/:session/check-in',
    route('take-attendance', async ({ caller, req }) => {
      const session = idParam<SessionId>(req, 'session');
      await openCheckIn(app, courseOf(caller), session, parse(openCheckInRequest, req.body));
      return shownCode(app, caller, session);
    }),
  );
  router.put(
    '/sessions/:session/check-in/end',
    route('take-attendance', async ({ caller, req }) => {
      const session = idParam<SessionId>(req, 'session');
      await prolongCheckIn(app, courseOf(caller), session, parse(prolongCheckInRequest, req.body).moreMinutes);
      return shownCode(app, caller, session);
    }),
  );
  router.delete(
    '/sessions/:session/check-in',
    route('take-attendance', async ({ caller, req }) => {
      const session = idParam<SessionId>(req, 'session');
      await closeCheckIn(app, courseOf(caller), session);
      return shownCode(app, caller, session);
    }),
  );
  router.get(
    '/my/check-ins',
    route('see-own-record', async ({ caller }) => myCheckIns(app, caller)),
  );
  router.post(
    '/my/sessions/:session/check-in',
    perSession(triesAMinute),
    route('check-in', async ({ caller, req }) => {
      const { code } = parse(checkInRequest, req.body);
      await checkIn(app, caller.session, courseOf(caller), idParam<SessionId>(req, 'session'), code);
      return myCheckIns(app, caller);
    }),
  );
  return router;
};
