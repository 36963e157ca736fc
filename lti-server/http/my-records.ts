import { type Dispute, mayDispute, tellsOfNow } from '../../core/attendance/dispute.ts';
import type { AttendanceRecord } from '../../core/attendance/record.ts';
import type { SessionId } from '../../core/ids.ts';
import { type MyRecord, readMyAttendance, readMySession } from '../../core/use-cases/read-my-attendance.ts';
import type { App } from '../app.ts';
import type { DisputeView } from './api-schema/dispute.ts';
import type { MyAttendance, MySession, MySessionRecord } from './api-schema/student.ts';
import { type Caller, courseOf } from './route.ts';
import { checkInView, recordEntryView } from './session-views.ts';

/** A student's own records, as their pages are answered them. */

const disputeView = (dispute: Dispute | null, record: AttendanceRecord): DisputeView | null => {
  if (dispute === null || dispute.state === 'withdrawn' || !tellsOfNow(dispute, record)) return null;
  const { wanted, reason, at, state, answer } = dispute;
  const told = answer === null ? null : { byName: answer.byName, at: answer.at, words: answer.words };
  return { wanted, reason, at, state, answer: told };
};

const mySessionRecordView = ({ session, record, dispute, checkIn }: MyRecord): MySessionRecord => ({
  id: session.id,
  title: session.title,
  startsAt: session.startsAt,
  current: recordEntryView(record),
  history: record.history.map(recordEntryView),
  checkIn: checkInView(checkIn),
  dispute: disputeView(dispute, record),
  disputable: mayDispute(dispute, record),
});

export const myAttendanceAnswer = async (app: App, caller: Caller): Promise<MyAttendance> => {
  const { course, score, counts, sessions } = await readMyAttendance(app, courseOf(caller), caller.session.member);
  return {
    courseTitle: course.title,
    timeZone: course.timeZone,
    score,
    counts,
    lateCredit: course.gradePolicy.lateCredit,
    sessions: sessions.map(mySessionRecordView),
  };
};

export const mySessionAnswer = async (app: App, caller: Caller, id: SessionId): Promise<MySession> => {
  const { course, session, record, dispute, checkIn } = await readMySession(
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
    record: record === null ? null : mySessionRecordView({ session, record, dispute, checkIn }),
    checkIn: checkInView(checkIn),
  };
};
