import { students } from './class/draw.ts';

export interface Person {
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly kind: 'teacher' | 'non-editing-teacher' | 'ta' | 'student' | 'test-student' | 'admin' | 'nobody';
  readonly portrait: string | null;
  readonly declines: boolean;
}

export const fullName = ({ givenName, familyName }: Pick<Person, 'givenName' | 'familyName'>): string =>
  `${givenName} ${familyName}`;

const staff = (id: string, givenName: string, familyName: string, kind: Person['kind']): Person => ({
  id,
  givenName,
  familyName,
  kind,
  portrait: null,
  declines: false,
});

export const people: readonly Person[] = [
  staff('teacher-1', 'Aiko', 'Ito', 'teacher'),
  staff('ta-1', 'Tomas', 'Lund', 'ta'),
  staff('admin-1', 'Ruth', 'Okoro', 'admin'),
  staff('nobody-1', 'Noel', 'Body', 'nobody'),
  ...students.map(
    ({ id, givenName, familyName, portrait, declines }): Person => ({
      id,
      givenName,
      familyName,
      kind: 'student',
      portrait,
      declines,
    }),
  ),
];

/** Only where a profile has them: Moodle's teacher who may not edit, Canvas' student view. */
export const nonEditingTeacher = staff('teacher-2', 'Ines', 'Prado', 'non-editing-teacher');
export const testStudent = staff('test-student', 'Test', 'Student', 'test-student');

export interface PracticeCourse {
  readonly id: string;
  /** Platforms number their courses in service URLs. */
  readonly number: number;
  readonly title: string;
  readonly label: string;
  readonly members: readonly Person[];
}

const inCourse = (studentCount: number) =>
  people.filter(({ kind, id }) =>
    kind === 'student'
      ? students.findIndex((student) => student.id === id) < studentCount
      : kind === 'teacher' || kind === 'ta',
  );

export const courses: readonly PracticeCourse[] = [
  { id: 'biology-101', number: 2, title: 'Biology 101', label: 'BIO101', members: inCourse(28) },
  { id: 'statistics', number: 3, title: 'Statistics', label: 'STAT', members: inCourse(12) },
];

export const findCourse = (id: string): PracticeCourse | null => courses.find((course) => course.id === id) ?? null;
