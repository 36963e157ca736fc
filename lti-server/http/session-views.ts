import { captureHoursOf, picturesUntil } from '../../core/attendance/capture.ts';
import { type CheckIn, type CheckInPeriod, takesCheckIns } from '../../core/attendance/check-in.ts';
import type { AttendanceRecord, RecordEntry } from '../../core/attendance/record.ts';
import { type Session, undoableUntil } from '../../core/attendance/session.ts';
import { warnBelowPx } from '../../core/biometrics/identification.ts';
import type { InstitutionPolicy } from '../../core/lti/registration.ts';
import type { SessionBoard } from '../../core/use-cases/read-board.ts';
import type { GradebookLine } from '../../core/use-cases/read-gradebook.ts';
import type { Board } from './api-schema/board.ts';
import type { CheckInView } from './api-schema/check-in.ts';
import type { SessionSummary } from './api-schema/course.ts';
import type { GradebookState, RecordEntry as RecordEntryView } from './api-schema/record.ts';

/** From what the rules know to what the API says. Nothing here decides anything. */

export const sessionSummaryView = (session: Session, now: string): SessionSummary => {
  const until = undoableUntil(session);
  return {
    id: session.id,
    title: session.title,
    startsAt: session.startsAt,
    state: session.state,
    counts: session.counts,
    confirmedAt: session.confirmedAt,
    undoableUntil: until !== null && until > now ? until : null,
  };
};

export const checkInView = (checkIn: CheckIn | null): CheckInView | null =>
  checkIn === null ? null : { at: checkIn.at, status: checkIn.status };

const maxCandidates = 3;

interface Shown {
  readonly timeZone: string;
  readonly policy: InstitutionPolicy;
  readonly now: string;
}

export const boardView = (
  seen: SessionBoard,
  period: CheckInPeriod | null,
  { timeZone, policy, now }: Shown,
): Board => {
  const names = new Map(seen.students.map(({ id, name }) => [id, name]));
  return {
    session: sessionSummaryView(seen.session, now),
    timeZone,
    facesOn: policy.faces,
    captureHours: captureHoursOf(policy),
    picturesUntil: picturesUntil(seen.captures),
    reviewVersion: seen.review.version,
    checkInClosesAt: takesCheckIns(seen.session, period, now) ? period.closesAt : null,
    captures: seen.captures.map(({ id, state, width, height, facesCompared, facesFound, faces, failure }) => ({
      id,
      state,
      width,
      height,
      facesCompared,
      facesFound,
      tooSmall: faces.filter(({ heightPx }) => heightPx < warnBelowPx).length,
      failure,
    })),
    faces: seen.board.faces.map(({ face, number, tooSmall, decision, member, verdict, attention, candidates }) => ({
      id: face.id,
      capture: face.capture,
      number,
      box: face.box,
      heightPx: face.heightPx,
      tooSmall,
      decision,
      member,
      verdict,
      attention,
      candidates: candidates
        .slice(0, maxCandidates)
        .map((candidate) => ({ ...candidate, name: names.get(candidate.member) ?? '' })),
    })),
    members: seen.board.members.map(({ member, status, source, face, maybe, checkIn, remark }) => ({
      id: member.id,
      name: member.name,
      status,
      source,
      face,
      maybe,
      checkIn: checkInView(checkIn),
      remark,
    })),
    open: seen.board.open,
  };
};

export const recordEntryView = ({
  status,
  evidence,
  byName,
  at,
  reason,
}: RecordEntry | AttendanceRecord): RecordEntryView => ({
  status,
  evidence,
  byName,
  at,
  reason,
});

export const gradebookStateView = (line: GradebookLine | undefined): GradebookState => ({
  state: line?.state ?? 'none',
  wanted: line?.wanted ?? null,
  confirmed: (line?.state === 'changed' || line?.state === 'kept' ? line.found : line?.confirmed?.score) ?? null,
  refusal: line?.state === 'refused' ? (line.refusal?.reason ?? null) : null,
});
