import { z } from 'zod';
import { asId, type CourseId, type RegistrationId } from '../../core/ids.ts';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { CoursePage, SessionSummary, Settings } from '../../lti-server/http/api-schema/course.ts';
import type { Me } from '../../lti-server/http/api-schema/me.ts';
import type { SessionRecords } from '../../lti-server/http/api-schema/record.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { missing } from '../../practice-lms/class/photographs.ts';
import { enrolmentPictures } from '../../practice-lms/class/portraits.ts';
import { enrolStudents } from '../../practice-lms/enrol-students.ts';
import { findCourse, fullName, people } from '../../practice-lms/people.ts';
import type { PracticeOptions } from '../../scripts/practice.ts';
import { type AdministeredPractice, openAdministered } from './administration.ts';
import { type AdministrationStage, setAdministration } from './administration-stage.ts';
import { type Client, clientFor, eventually, pictureForm, type RunningPractice } from './practice.ts';
import { photograph, takePhotographs } from './take-photographs.ts';

/** A running Muster with something in each of its pages. */
export interface Stage {
  readonly practice: AdministeredPractice;
  /** For the pages of whoever administers the tool. */
  readonly administration: AdministrationStage;
  readonly sessions: {
    readonly confirmed: string;
    /** The overlapping shots, nothing decided by hand. */
    readonly photographed: string;
    /** From far away in the dark: small faces, some that need a look. */
    readonly far: string;
    readonly byHand: string;
    /** Students are let in, and one has typed the code, when its scenes come. */
    readonly checkIn: string;
    /** In the course of five hundred. */
    readonly crowd: string;
    readonly crowdConfirmed: string;
  };
  /** Switches the grade column of a course. */
  setColumn(course: string, on: boolean): Promise<void>;
}

const crowdSize = 500;
const [refusedOne = '', changedOne = ''] = students.slice(3).map(({ id }) => id);
const nameOf = (student: string) =>
  fullName(people.find(({ id }) => id === student) ?? { givenName: '', familyName: '' });

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

/** Another session of that course, everybody marked and confirmed. */
const confirmCrowd = async (practice: RunningPractice): Promise<string> => {
  const teacher = await clientFor(practice, 'teacher-1', 'statistics');
  const { id } = await openSession(teacher, '2026-11-20T10:00:00.000Z', 'Lecture');
  const { members } = await teacher.call<Board>('GET', `/sessions/${id}`);
  const statuses = ['present', 'present', 'present', 'late', 'absent', 'excused'] as const;
  const changes = members.map(({ id: member }, at) => ({ member, status: statuses[at % statuses.length] }));
  const { reviewVersion } = await teacher.call<Board>('PUT', `/sessions/${id}/review/members`, { changes });
  await teacher.call('POST', `/sessions/${id}/confirm`, { reviewVersion });
  await eventually(
    () => teacher.call<Board>('GET', `/sessions/${id}`),
    ({ session }) => session.state === 'confirmed',
    120,
  );
  return id;
};

const setColumn =
  (practice: RunningPractice): Stage['setColumn'] =>
  async (course, gradeColumnOn) => {
    const teacher = await clientFor(practice, 'teacher-1', course);
    const { lateCredit, gradeColumnOn: before } = await teacher.call<Settings>('GET', '/settings');
    const wanted = { lateCredit: 0.8, gradeColumnOn };
    await teacher.call('PUT', '/settings', { ...wanted, seen: { lateCredit, gradeColumnOn: before } });
  };

const openSession = (teacher: Client, startsAt: string, title: string) =>
  teacher.call<SessionSummary>('POST', '/sessions', { startsAt, title });

/** As platforms say it: AGS 2.0 has no code for it. */
export const notAStudent = { status: 422, body: '{"error":"user is not a student of this course"}' };

/** What the practice gradebook says to a score: one student is none to it, and for the five hundred it is busy. */
const onScore: NonNullable<PracticeOptions['onScore']> = (_, body) => {
  const { userId } = z.object({ userId: z.string() }).parse(JSON.parse(body));
  if (userId === refusedOne) return notAStudent;
  return userId.startsWith('crowd-') ? { status: 503, headers: { 'Retry-After': '3600' } } : 'ok';
};

/** Somebody wrote another grade over ours. */
const changeInGradebook = ({ lms }: RunningPractice): void => {
  for (const scores of Object.values(lms.platform.state.scores)) {
    const theirs = scores[changedOne];
    if (theirs !== undefined) scores[changedOne] = { ...theirs, score: 42 };
  }
};

/** Makes one person late, with a reason. */
const correct = async (
  teacher: Client,
  session: string,
  is: (row: SessionRecords['records'][number]) => boolean,
  reason: string,
): Promise<void> => {
  const { records } = await teacher.call<SessionRecords>('GET', `/sessions/${session}/records`);
  const row = records.find(is);
  const { version } = row ?? {};
  await teacher.call('PUT', `/sessions/${session}/records/${row?.member}`, { status: 'late', reason, version });
};

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
    ({ gradebook }) => gradebook.confirmed >= 26 && gradebook.refused === 1,
  );
  await correct(teacher, id, ({ current }) => current.status === 'absent', 'Was in the lab next door');
  changeInGradebook(practice);
  await correct(teacher, id, ({ name }) => name === nameOf(changedOne), 'Came at half past');
  await eventually(
    () => teacher.call<CoursePage>('GET', '/course'),
    ({ gradebook }) => gradebook.changed === 1 && gradebook.pending === 0,
  );
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
  const practice = await openAdministered({ onScore });
  const biology = findCourse('biology-101');
  if (biology === null) throw new Error('no course');
  await enrolStudents(practice.lmsUrl, practice.toolUrl, biology, () => {});
  const teacher = await clientFor(practice, 'teacher-1');
  await setColumn(practice)('biology-101', true);
  const confirmed = await confirmOne(practice, teacher, '2026-11-19T10:00:00.000Z');
  const photographed = (await openSession(teacher, '2026-11-24T10:00:00.000Z', '')).id;
  const shots = [await photograph(practice, 'biology-front'), await photograph(practice, 'biology-back')];
  await takePhotographs(practice, teacher, photographed, shots);
  const far = (await openSession(teacher, '2026-11-23T16:00:00.000Z', 'Evening lab')).id;
  await takePhotographs(practice, teacher, far, [await photograph(practice, 'biology-far')]);
  const byHand = (await openSession(teacher, '2026-11-23T10:00:00.000Z', 'Seminar')).id;
  const checkIn = (await openSession(teacher, '2026-11-24T08:00:00.000Z', 'Tutorial')).id;
  await enrolAsSomebodyElse(practice);
  const administration = await setAdministration(practice);
  const crowd = await openCrowd(practice);
  const crowdConfirmed = await confirmCrowd(practice);
  return {
    practice,
    administration,
    sessions: { confirmed, photographed, far, byHand, checkIn, crowd, crowdConfirmed },
    setColumn: setColumn(practice),
  };
};
