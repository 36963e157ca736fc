import { students } from './class/draw.ts';

const membership = 'http://purl.imsglobal.org/vocab/lis/v2/membership';
const institution = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person';

export interface Person {
  readonly id: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly kind: 'teacher' | 'ta' | 'student' | 'admin' | 'nobody';
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

export const findPerson = (id: string): Person | null => people.find((person) => person.id === id) ?? null;

/** LTI core 1.3, appendix A: roles as this platform sends them. */
export const rolesOf = ({ kind }: Person): string[] => {
  switch (kind) {
    case 'teacher':
      return [`${membership}#Instructor`, `${institution}#Faculty`];
    case 'ta':
      return [`${membership}#Instructor`, `${membership}/Instructor#TeachingAssistant`];
    case 'student':
      return [`${membership}#Learner`, `${institution}#Student`];
    case 'admin':
      return [`${institution}#Administrator`];
    case 'nobody':
      return [];
  }
};

export interface PracticeCourse {
  readonly id: string;
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
  { id: 'biology-101', title: 'Biology 101', label: 'BIO101', members: inCourse(28) },
  { id: 'statistics', title: 'Statistics', label: 'STAT', members: inCourse(12) },
];

export const findCourse = (id: string): PracticeCourse | null => courses.find((course) => course.id === id) ?? null;
