import type { Page } from 'playwright-core';
import type { SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import { enrolStudents } from '../../practice-lms/enrol-students.ts';
import { findCourse } from '../../practice-lms/people.ts';
import { type Client, clientFor, type RunningPractice } from './practice.ts';
import { photograph, takePhotographs } from './take-photographs.ts';

/** All who agree have enrolled; a teacher's own calls. */
export const withEnrolledClass = async (practice: RunningPractice): Promise<Client> => {
  const biology = findCourse('biology-101');
  if (biology === null) throw new Error('no course');
  await enrolStudents(practice.lmsUrl, practice.toolUrl, biology, () => {});
  return clientFor(practice, 'teacher-1');
};

/** A new session with these pictures of the class, compared. */
export const photographed = async (
  practice: RunningPractice,
  teacher: Client,
  names: readonly string[],
): Promise<string> => {
  const { id } = await teacher.call<SessionSummary>('POST', '/sessions', { startsAt: '2026-11-20T10:00:00.000Z' });
  const pictures = await Promise.all(names.map((name) => photograph(practice, name)));
  await takePhotographs(practice, teacher, id, pictures);
  return id;
};

/** Signs the teacher in and opens a page of Muster, outside of the frame. */
export const openTeacherPage = async (
  page: Page,
  { lmsUrl, toolUrl }: RunningPractice,
  path = '',
  course = 'biology-101',
): Promise<void> => {
  await page.goto('about:blank');
  await page.request.post(`${lmsUrl}/be/teacher-1`, { maxRedirects: 0 });
  await page.goto(`${lmsUrl}/launch/${course}`);
  await page.waitForURL(/\/app$/);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  if (path !== '') await page.goto(`${toolUrl}/app${path}`);
};
