import { Router } from 'express';
import type { CheckIn } from '../../../core/attendance/check-in.ts';
import type { AttendanceRecord } from '../../../core/attendance/record.ts';
import type { Session } from '../../../core/attendance/session.ts';
import type { MemberId, SessionId } from '../../../core/ids.ts';
import { correctRecord } from '../../../core/use-cases/correct-record.ts';
import { getSession } from '../../../core/use-cases/find-session.ts';
import { getCourse } from '../../../core/use-cases/read-course-page.ts';
import { readGradebook } from '../../../core/use-cases/read-gradebook.ts';
import { readMyAttendance, readMySession } from '../../../core/use-cases/read-my-attendance.ts';
import type { App } from '../../app.ts';
import { correctRecordRequest, type SessionRecords } from '../api-schema/record.ts';
import type { MyAttendance, MySession, MySessionRecord } from '../api-schema/student.ts';
import { type Caller, courseOf, idParam, parse, personOf, route } from '../route.ts';
import { checkInView, gradebookStateView, recordEntryView, sessionSummaryView } from '../session-views.ts';

const sessionRecords = async (app: App, caller: Caller, id: SessionId): Promise<SessionRecords> => {
  const courseId = courseOf(caller);
  const [course, session, records, roster, said] = await Promise.all([
    getCourse(app, courseId),
    getSession(app.sessions, courseId, id),
    app.records.listOfSession(courseId, id),
    app.rosters.read(courseId),
    app.checkIns.list(courseId, id),
  ]);
  const gradebook = await readGradebook(app, course, roster);
  const members = new Map(roster.members.map((member) => [member.id, member]));
  const checkIns = new Map(said.map((checkIn) => [checkIn.member, checkIn]));
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
        gradebook: gradebookStateView(gradebook.get(record.member)),
      })),
  };
};

const mySessionRecordView = (session: Session, record: AttendanceRecord, checkIn: CheckIn | null): MySessionRecord => ({
  id: session.id,
  title: session.title,
  startsAt: session.startsAt,
  current: recordEntryView(record),
  history: record.history.map(recordEntryView),
  checkIn: checkInView(checkIn),
});

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
    route('see-own-record', async ({ caller }): Promise<MyAttendance> => {
      const { course, score, counts, sessions, checkIns } = await readMyAttendance(
        app,
        courseOf(caller),
        caller.session.member,
      );
      return {
        courseTitle: course.title,
        timeZone: course.timeZone,
        score,
        counts,
        lateCredit: course.gradePolicy.lateCredit,
        sessions: sessions.map(({ session, record }) =>
          mySessionRecordView(session, record, checkIns.get(session.id) ?? null),
        ),
      };
    }),
  );
  router.get(
    '/my/sessions/:session',
    route('see-own-record', async ({ caller, req }): Promise<MySession> => {
      const id = idParam<SessionId>(req, 'session');
      const { course, session, record, checkIn } = await readMySession(
        app,
        courseOf(caller),
        id,
        caller.session.member,
      );
      return {
        timeZone: course.timeZone,
        title: session.title,
        startsAt: session.startsAt,
        confirmed: session.state === 'confirmed',
        record: record === null ? null : mySessionRecordView(session, record, checkIn),
        checkIn: checkInView(checkIn),
      };
    }),
  );
  return router;
};
