import { restOf } from '../attendance/board.ts';
import type { FaceVerdict, Review } from '../attendance/review.ts';
import type { Status } from '../attendance/status.ts';
import { MusterError } from '../errors.ts';
import type { CourseId, FaceId, MemberId, SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { untilUnchanged } from '../retry.ts';
import { students } from '../roster/roster.ts';
import { getOpenSession } from './find-session.ts';
import { type BoardDeps, readBoard } from './read-board.ts';

type Deps = Pick<Services, 'sessions' | 'captures' | 'reviews' | 'rosters' | 'realtime' | 'clock'>;

/** Two teachers may review at once: the later change is made on top of the earlier, and both pages are told of it. */
const changeReview = async (
  { reviews, realtime }: Deps,
  course: CourseId,
  session: SessionId,
  change: (review: Review) => Review | Promise<Review>,
): Promise<void> =>
  untilUnchanged(async () => {
    const review = await reviews.read(course, session);
    const changed: Review = { ...(await change(review)), version: review.version + 1 };
    await reviews.put(course, changed);
    await realtime.publish(session, { kind: 'review', session, version: changed.version });
  });

type Statuses = Record<MemberId, Review['statuses'][MemberId]>;

/** A remark left out stays, and may stand alone; without status and remark there is nothing to keep. */
const setStatus = (statuses: Statuses, { member, status, remark }: StatusChange): void => {
  const kept = remark === undefined ? (statuses[member]?.remark ?? null) : remark || null;
  if (status === null && kept === null) delete statuses[member];
  else statuses[member] = { status, remark: kept };
};

const assertOnRoster = async ({ rosters }: Deps, course: CourseId, members: readonly MemberId[]): Promise<void> => {
  const known = new Set(students(await rosters.read(course)).map(({ id }) => id));
  if (members.some((member) => !known.has(member))) throw new MusterError('MEMBER_NOT_ON_ROSTER');
};

/** What a teacher says of one face; null takes it back. @throws MusterError NOT_FOUND, SESSION_NOT_OPEN, MEMBER_NOT_ON_ROSTER */
export const judgeFace = async (
  deps: Deps,
  course: CourseId,
  session: SessionId,
  face: FaceId,
  verdict: FaceVerdict | null,
): Promise<void> => {
  await getOpenSession(deps.sessions, course, session);
  const captures = await deps.captures.list(course, session, deps.clock.now());
  const capture = captures.find(({ faces }) => faces.some(({ id }) => id === face));
  if (capture === undefined) throw new MusterError('NOT_FOUND', { what: 'face' });
  if (verdict?.kind === 'member') await assertOnRoster(deps, course, [verdict.member]);
  await changeReview(deps, course, session, (review) => {
    const { [face]: _, ...others } = review.verdicts;
    if (verdict === null) return { ...review, verdicts: others };
    // One member owns at most one face in a capture (design rule 3): the newer word moves them here.
    const kept = Object.entries(others).filter(([other, said]) => {
      const sameCapture = capture.faces.some(({ id }) => id === other);
      return !(sameCapture && said.kind === 'member' && verdict.kind === 'member' && said.member === verdict.member);
    });
    const verdicts = { ...Object.fromEntries(kept), [face]: verdict };
    const statuses = { ...review.statuses };
    // The newer word stands: who is pointed out in a picture is not absent any more.
    if (verdict.kind === 'member' && statuses[verdict.member]?.status === 'absent') {
      setStatus(statuses, { member: verdict.member, status: null });
    }
    return { ...review, verdicts, statuses };
  });
};

export interface StatusChange {
  readonly member: MemberId;
  /** Null takes the choice back. */
  readonly status: Status | null;
  /** Left out: the remark stays. */
  readonly remark?: string | null;
  /** Given: the change is made only while this is what stands by hand, so that an undo takes back nobody else's choice. */
  readonly before?: Status | null;
}

const stillStands = (statuses: Statuses, { member, before }: StatusChange): boolean =>
  before === undefined || (statuses[member]?.status ?? null) === before;

/** Statuses set by hand. @throws MusterError NOT_FOUND, SESSION_NOT_OPEN, MEMBER_NOT_ON_ROSTER */
export const setStatuses = async (
  deps: Deps,
  course: CourseId,
  session: SessionId,
  changes: readonly StatusChange[],
): Promise<void> => {
  await getOpenSession(deps.sessions, course, session);
  await assertOnRoster(
    deps,
    course,
    changes.map(({ member }) => member),
  );
  await changeReview(deps, course, session, (review) => {
    const statuses = { ...review.statuses };
    for (const change of changes) if (stillStands(statuses, change)) setStatus(statuses, change);
    return { ...review, statuses };
  });
};

/**
 * One status for everybody who is still without one, on top of what every teacher has chosen so far: nobody's choice is
 * written over. Who may be in the pictures is not among them. @throws MusterError NOT_FOUND, SESSION_NOT_OPEN
 */
export const markRest = async (
  deps: Deps & BoardDeps,
  course: CourseId,
  session: SessionId,
  status: Status,
): Promise<void> => {
  await getOpenSession(deps.sessions, course, session);
  await changeReview(deps, course, session, async (review) => {
    const { board } = await readBoard(deps, course, session);
    const statuses = { ...review.statuses };
    for (const member of restOf(board)) setStatus(statuses, { member, status });
    return { ...review, statuses };
  });
};
