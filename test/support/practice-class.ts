import type { Box } from '../../core/biometrics/identification.ts';
import type { BoardFace } from '../../lti-server/http/api-schema/board.ts';
import type { CoursePage, SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { type Photograph, type Placed, photographs } from '../../practice-lms/class/photographs.ts';
import { enrolStudents } from '../../practice-lms/enrol-students.ts';
import { findCourse, fullName } from '../../practice-lms/people.ts';
import { clientFor, eventually, openPractice, type RunningPractice } from './practice.ts';
import { photograph, takePhotographs } from './take-photographs.ts';

/** Whose face it is: the person of the photograph's plan in whose tile the middle of the box is. */
export const personAt = ({ left, top, width, height }: Box, plan: Photograph): Placed | undefined => {
  const x = (left + width / 2) * plan.width;
  const y = (top + height / 2) * plan.height;
  return plan.people.find(({ tile }) => x > tile.x && x < tile.x + tile.size && y > tile.y && y < tile.y + tile.size);
};

/** A face of the board beside who it is by the plan. */
export interface SeenFace {
  readonly face: BoardFace;
  readonly placed: Placed | undefined;
  /** Whom the face counts for, and whom it resembles most, if anybody enough; as the platform names them. */
  readonly named: string | null;
  readonly first: string | null;
}

export interface PracticeClass {
  look(plan: Photograph): Promise<SeenFace[]>;
  close(): Promise<void>;
}

const idOf = new Map(students.map((student) => [fullName(student), student.id]));

const enrolAll = async (practice: RunningPractice, id: string): Promise<void> => {
  const course = findCourse(id);
  if (course === null) throw new Error('no course');
  const { failures } = await enrolStudents(practice.lmsUrl, practice.toolUrl, course, () => {});
  if (failures.length > 0) throw new Error(`not enrolled: ${failures.join('; ')}`);
  const consenting = course.members.filter(({ kind, declines }) => kind === 'student' && !declines).length;
  const teacher = await clientFor(practice, 'teacher-1', id);
  await eventually(
    () => teacher.call<CoursePage>('GET', '/course'),
    ({ coverage }) => coverage.matchable === consenting,
    120,
  );
};

/** Everybody of these courses who does not decline is enrolled, as the practice LMS lets them; each photograph is a session of its own. */
export const openPracticeClass = async (
  courses: readonly string[],
  faces: Readonly<Record<string, string>> = {},
): Promise<PracticeClass> => {
  const practice = await openPractice({ faces });
  for (const course of courses) await enrolAll(practice, course);
  return {
    async look(plan) {
      const teacher = await clientFor(practice, 'teacher-1', courseOf(plan));
      const session = await teacher.call<SessionSummary>('POST', '/sessions', {});
      const board = await takePhotographs(practice, teacher, session.id, [await photograph(practice, plan.name)]);
      const names = new Map(board.members.map(({ id, name }) => [id, name]));
      return board.faces.map((face) => ({
        face,
        placed: personAt(face.box, plan),
        named: idOf.get(names.get(face.member ?? '') ?? '') ?? null,
        first: idOf.get(face.candidates[0]?.name ?? '') ?? null,
      }));
    },
    close: () => practice.close(),
  };
};

const courseOf = ({ name }: Photograph): string => (name.startsWith('statistics') ? 'statistics' : 'biology-101');

export const courseIds: readonly string[] = [...new Set(photographs.map(courseOf))];
