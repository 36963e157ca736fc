import { Router } from 'express';
import { type Dispute, standingDispute } from '../../../core/attendance/dispute.ts';
import type { AttendanceRecord } from '../../../core/attendance/record.ts';
import type { MemberId, SessionId } from '../../../core/ids.ts';
import { correctRecord } from '../../../core/use-cases/correct-record.ts';
import { getSession } from '../../../core/use-cases/find-session.ts';
import { getCourse } from '../../../core/use-cases/read-course-page.ts';
import { readGradebook } from '../../../core/use-cases/read-gradebook.ts';
import type { App } from '../../app.ts';
import { correctRecordRequest, type SessionRecords } from '../api-schema/record.ts';
import { myAttendanceAnswer, mySessionAnswer } from '../my-records.ts';
import { type Caller, courseOf, idParam, parse, personOf, route } from '../route.ts';
import { checkInView, gradebookStateView, recordEntryView, sessionSummaryView } from '../session-views.ts';

const openDisputeView = (dispute: Dispute | undefined, record: AttendanceRecord) => {
  if (dispute === undefined || standingDispute(dispute, record).state !== 'open') return null;
  const { wanted, reason, at } = dispute;
  return { wanted, reason, at };
};

const sessionRecords = async (app: App, caller: Caller, id: SessionId): Promise<SessionRecords> => {
  const courseId = courseOf(caller);
  const [course, session, records, disputes, roster, said] = await Promise.all([
    getCourse(app, courseId),
    getSession(app.sessions, courseId, id),
    app.records.listOfSession(courseId, id),
    app.disputes.listOfSession(courseId, id),
    app.rosters.read(courseId),
    app.checkIns.list(courseId, id),
  ]);
  const gradebook = await readGradebook(app, course, roster);
  const members = new Map(roster.members.map((member) => [member.id, member]));
  const checkIns = new Map(said.map((checkIn) => [checkIn.member, checkIn]));
  const disputeOf = new Map(disputes.map((dispute) => [dispute.member, dispute]));
  const sortName = (member: MemberId) => members.get(member)?.sortName ?? '';
  return {
    session: sessionSummaryView(session, app.clock.now()),
    timeZone: course.timeZone,
    gradeColumnOn: course.gradeColumn.on,
    records: [...records]
      .sort((a, b) => sortName(a.member).localeCompare(sortName(b.member), 'en'))
      .map((record) => ({
        member: record.member,
        name: members.get(record.member)?.name ?? 'Former member',
        current: recordEntryView(record),
        history: record.history.map(recordEntryView),
        version: record.version,
        checkIn: checkInView(checkIns.get(record.member) ?? null),
        dispute: openDisputeView(disputeOf.get(record.member), record),
        gradebook: gradebookStateView(gradebook.get(record.member)),
      })),
  };
};

/** Records of a session with their history, corrections, and a student's own. */
export const recordRoutes = (app: App): Router => {
  const router = Router();
  router.get(
    '/sessions/:session/records',
    route('take-attendance', async ({ caller, req }) =>
      sessionRecords(app, caller, idParam<SessionId>(req, 'session')),
    ),
  );
  router.put(
    '/sessions/:session/records/:member',
    route('correct-record', async ({ caller, req }) => {
      const session = idParam<SessionId>(req, 'session');
      const wanted = parse(correctRecordRequest, req.body);
      await correctRecord(app, {
        course: courseOf(caller),
        session,
        member: idParam<MemberId>(req, 'member'),
        by: personOf(caller),
        ...wanted,
      });
      app.wake();
      return sessionRecords(app, caller, session);
    }),
  );
  router.get(
    '/my/attendance',
    route('see-own-record', async ({ caller }) => myAttendanceAnswer(app, caller)),
  );
  router.get(
    '/my/sessions/:session',
    route('see-own-record', async ({ caller, req }) =>
      mySessionAnswer(app, caller, idParam<SessionId>(req, 'session')),
    ),
  );
  return router;
};
