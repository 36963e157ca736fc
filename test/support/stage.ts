import { asId, type CourseId, type RegistrationId } from '../../core/ids.ts';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { CoursePage, SessionSummary, Settings } from '../../lti-server/http/api-schema/course.ts';
import type { Me } from '../../lti-server/http/api-schema/me.ts';
import type { SessionRecords } from '../../lti-server/http/api-schema/record.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { missing } from '../../practice-lms/class/photographs.ts';
import { enrolmentPictures } from '../../practice-lms/class/portraits.ts';
import { enrolStudents } from '../../practice-lms/enrol-students.ts';
import { findCourse } from '../../practice-lms/people.ts';
import { type Client, clientFor, eventually, openPractice, pictureForm, type RunningPractice } from './practice.ts';
import { photograph, takePhotographs } from './take-photographs.ts';

/** A running Muster with something in each of its pages. */
export interface Stage {
  readonly practice: RunningPractice;
  readonly sessions: {
    readonly confirmed: string;
    /** The overlapping shots, nothing decided by hand. */
    readonly photographed: string;
    /** From far away in the dark: small faces, some that need a look. */
    readonly far: string;
    readonly byHand: string;
    /** In the course of five hundred. */
    readonly crowd: string;
  };
}

const crowdSize = 500;

/** Five hundred students on the roster of a course, as NRPS would have brought them. */
const fillCourse = async ({ muster: { services } }: RunningPractice, course: string): Promise<void> => {
  const id = asId<CourseId>(course);
  const known = await services.courses.find(id);
  if (known === null) throw new Error('open the course first');
  const registration: RegistrationId = known.registration;
  const members = Array.from({ length: crowdSize }, (_, index) => {
    const number = String(index + 1).padStart(3, '0');
    const sub = `crowd-${number}`;
    return {
      id: services.ids.member(registration, sub),
      sub,
      name: `Student Number ${number}`,
      sortName: `Number ${number}, Student`,
      role: 'student',
      testUser: false,
      state: 'active',
      missingOn: [],
      launchRole: null,
    } as const;
  });
  await services.rosters.putMembers(id, members);
};

/** A session in the course of five hundred. */
export const openCrowd = async (practice: RunningPractice): Promise<string> => {
  const teacher = await clientFor(practice, 'teacher-1', 'statistics');
  const { course } = await teacher.call<Me>('GET', '/me');
  await fillCourse(practice, course?.id ?? '');
  return (await teacher.call<SessionSummary>('POST', '/sessions', { title: 'Lecture' })).id;
};

const openSession = (teacher: Client, startsAt: string, title: string) =>
  teacher.call<SessionSummary>('POST', '/sessions', { startsAt, title });

const confirmOne = async (practice: RunningPractice, teacher: Client, startsAt: string): Promise<string> => {
  const { id } = await openSession(teacher, startsAt, '');
  const shots = [await photograph(practice, 'biology-front'), await photograph(practice, 'biology-back')];
  const board = await takePhotographs(practice, teacher, id, shots);
  const changes = board.members
    .filter(({ status }) => status === null)
    .map(({ id: member }, index) => ({
      member,
      status: (['late', 'excused', 'absent', 'present'] as const)[index % 4],
    }));
  const { reviewVersion } = await teacher.call<Board>('PUT', `/sessions/${id}/review/members`, { changes });
  await teacher.call('POST', `/sessions/${id}/confirm`, { reviewVersion });
  await eventually(
    () => teacher.call<CoursePage>('GET', '/course'),
    ({ gradebook }) => gradebook.confirmed >= 27,
  );
  const { records } = await teacher.call<SessionRecords>('GET', `/sessions/${id}/records`);
  const absent = records.find(({ current }) => current.status === 'absent');
  await teacher.call('PUT', `/sessions/${id}/records/${absent?.member}`, {
    status: 'late',
    reason: 'Was in the lab next door',
    version: absent?.version,
  });
  return id;
};

/** Somebody who sends another one's pictures: held for the teacher (design rule 7). */
const enrolAsSomebodyElse = async (practice: RunningPractice): Promise<void> => {
  const [impostor = ''] = missing;
  const other = students.find(({ id, hard, declines }) => hard === null && !declines && !missing.includes(id));
  const client = await clientFor(practice, impostor);
  const pictures = (await enrolmentPictures(other?.portrait ?? '')).slice(0, 3);
  await client.call('POST', '/my/enrolment', pictureForm(pictures));
};

export const setStage = async (): Promise<Stage> => {
  const practice = await openPractice();
  const biology = findCourse('biology-101');
  if (biology === null) throw new Error('no course');
  await enrolStudents(practice.lmsUrl, practice.toolUrl, biology, () => {});
  const teacher = await clientFor(practice, 'teacher-1');
  const settings = await teacher.call<Settings>('GET', '/settings');
  await teacher.call('PUT', '/settings', {
    lateCredit: 0.8,
    gradeColumnOn: true,
    seen: { lateCredit: settings.lateCredit, gradeColumnOn: settings.gradeColumnOn },
  });
  const confirmed = await confirmOne(practice, teacher, '2026-11-19T10:00:00.000Z');
  const photographed = (await openSession(teacher, '2026-11-24T10:00:00.000Z', '')).id;
  const shots = [await photograph(practice, 'biology-front'), await photograph(practice, 'biology-back')];
  await takePhotographs(practice, teacher, photographed, shots);
  const far = (await openSession(teacher, '2026-11-23T16:00:00.000Z', 'Evening lab')).id;
  await takePhotographs(practice, teacher, far, [await photograph(practice, 'biology-far')]);
  const byHand = (await openSession(teacher, '2026-11-23T10:00:00.000Z', 'Seminar')).id;
  await enrolAsSomebodyElse(practice);
  return { practice, sessions: { confirmed, photographed, far, byHand, crowd: await openCrowd(practice) } };
};
