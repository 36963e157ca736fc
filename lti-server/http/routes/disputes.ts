import { Router } from 'express';
import type { MemberId, SessionId } from '../../../core/ids.ts';
import { answerDispute, type DisputeAnswer } from '../../../core/use-cases/answer-dispute.ts';
import { disputeRecord } from '../../../core/use-cases/dispute-record.ts';
import { getCourse } from '../../../core/use-cases/read-course-page.ts';
import { readOpenDisputes } from '../../../core/use-cases/read-disputes.ts';
import { withdrawDispute } from '../../../core/use-cases/withdraw-dispute.ts';
import type { App } from '../../app.ts';
import {
  type DisputeAnswerRequest,
  type DisputesPage,
  disputeAnswerRequest,
  disputeRequest,
} from '../api-schema/dispute.ts';
import { mySessionAnswer } from '../my-records.ts';
import { perSession } from '../rate-limits.ts';
import { type Caller, courseOf, idParam, parse, personOf, route } from '../route.ts';
import { checkInView, recordEntryView } from '../session-views.ts';

const changesAMinute = 30;

const disputesPage = async (app: App, caller: Caller): Promise<DisputesPage> => {
  const courseId = courseOf(caller);
  const [course, sessions, roster] = await Promise.all([
    getCourse(app, courseId),
    app.sessions.list(courseId),
    app.rosters.read(courseId),
  ]);
  const names = new Map(roster.members.map(({ id, name }) => [id, name]));
  const open = await readOpenDisputes(app, courseId, sessions);
  const checkIns = await Promise.all(
    open.map(({ record }) => app.checkIns.listOfMember(courseId, record.member, [record.session])),
  );
  return {
    timeZone: course.timeZone,
    disputes: open.map(({ dispute: { wanted, reason, at, version }, session, record }, index) => ({
      session: session.id,
      title: session.title,
      startsAt: session.startsAt,
      member: record.member,
      name: names.get(record.member) ?? 'Former member',
      current: recordEntryView(record),
      recordVersion: record.version,
      checkIn: checkInView(checkIns[index]?.[0] ?? null),
      wanted,
      reason,
      at,
      version,
    })),
  };
};

const decisionOf = (asked: DisputeAnswerRequest): DisputeAnswer['decision'] =>
  asked.decision === 'correct'
    ? { kind: 'correct', record: asked.recordVersion }
    : { kind: 'keep', words: asked.words || null };

/** A student says that their own entry is not right; a teacher changes it or leaves it. */
export const disputeRoutes = (app: App): Router => {
  const router = Router();
  router.post(
    '/my/sessions/:session/dispute',
    perSession(changesAMinute),
    route('dispute-record', async ({ caller, req }) => {
      const session = idParam<SessionId>(req, 'session');
      await disputeRecord(app, caller.session, courseOf(caller), session, parse(disputeRequest, req.body));
      return mySessionAnswer(app, caller, session);
    }),
  );
  router.delete(
    '/my/sessions/:session/dispute',
    perSession(changesAMinute),
    route('dispute-record', async ({ caller, req }) => {
      const session = idParam<SessionId>(req, 'session');
      await withdrawDispute(app, caller.session, courseOf(caller), session);
      return mySessionAnswer(app, caller, session);
    }),
  );
  router.get(
    '/disputes',
    route('correct-record', async ({ caller }) => disputesPage(app, caller)),
  );
  router.put(
    '/disputes/:session/:member',
    route('correct-record', async ({ caller, req }) => {
      const asked = parse(disputeAnswerRequest, req.body);
      await answerDispute(app, {
        course: courseOf(caller),
        session: idParam<SessionId>(req, 'session'),
        member: idParam<MemberId>(req, 'member'),
        dispute: asked.version,
        by: personOf(caller),
        decision: decisionOf(asked),
      });
      app.wake();
      return disputesPage(app, caller);
    }),
  );
  return router;
};
