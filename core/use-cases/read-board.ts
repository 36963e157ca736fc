import { type Board, buildBoard } from '../attendance/board.ts';
import type { Capture } from '../attendance/capture.ts';
import type { Review } from '../attendance/review.ts';
import type { Session } from '../attendance/session.ts';
import type { CourseId, MemberId, SessionId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { type Member, students } from '../roster/roster.ts';
import { getSession } from './find-session.ts';

export type BoardDeps = Pick<
  Services,
  'sessions' | 'captures' | 'checkIns' | 'reviews' | 'rosters' | 'galleryIndex' | 'seenFaces' | 'clock'
>;

export interface SessionBoard {
  readonly session: Session;
  readonly captures: readonly Capture[];
  readonly review: Review;
  readonly students: readonly Member[];
  readonly board: Board;
  /** The enrolment that each member of the gallery is compared by: member -> enrolledAt. */
  readonly enrolledAt: ReadonlyMap<MemberId, string>;
}

/** Everything the review board shows, read in a constant number of queries. @throws MusterError NOT_FOUND */
export const readBoard = async (deps: BoardDeps, course: CourseId, id: SessionId): Promise<SessionBoard> => {
  const session = await getSession(deps.sessions, course, id);
  const [compared, checkIns, review, roster, places, seen] = await Promise.all([
    deps.captures.list(course, id, deps.clock.now()),
    deps.checkIns.list(course, id),
    deps.reviews.read(course, id),
    deps.rosters.read(course),
    deps.galleryIndex.list(course),
    deps.seenFaces.read(course),
  ]);
  const enrolledAt = new Map(places.map(({ member, enrolledAt }) => [member, enrolledAt]));
  // Whoever withdrew after the picture was compared is nobody's candidate any more.
  const captures = compared.map((capture) => ({
    ...capture,
    faces: capture.faces.map((face) => ({
      ...face,
      candidates: face.candidates.filter(({ member }) => enrolledAt.has(member)),
    })),
  }));
  const newFaces = new Set([...enrolledAt].filter(([member, at]) => seen.get(member) !== at).map(([member]) => member));
  const active = students(roster);
  const board = buildBoard({ captures, checkIns, review, students: active, newFaces });
  return { session, captures, review, students: active, board, enrolledAt };
};
