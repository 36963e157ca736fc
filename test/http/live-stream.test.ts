import type { SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import type { LiveLine } from '../../lti-server/http/api-schema/live.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { type Client, clientFor, openPractice, type RunningPractice } from '../support/practice.ts';

describe('where a page listens, on one machine', () => {
  let practice: RunningPractice;
  let teacher: Client;
  beforeAll(async () => {
    practice = await openPractice();
    teacher = await clientFor(practice, 'teacher-1');
  });
  afterAll(() => practice?.close());

  it('is a stream of the tool itself', async () => {
    const { id } = await teacher.call<SessionSummary>('POST', '/sessions', {});
    const line = await teacher.call<LiveLine>('POST', `/sessions/${id}/live`);
    expect(line).toEqual({ kind: 'stream', url: `/api/sessions/${id}/events` });
  });

  it('is nowhere for a session that is not of this course, and for a student', async () => {
    expect((await teacher.raw('POST', '/sessions/s_unknown/live')).status).toBe(404);
    const student = await clientFor(practice, students[0]?.id ?? '');
    const { id } = await teacher.call<SessionSummary>('POST', '/sessions', {});
    expect((await student.raw('POST', `/sessions/${id}/live`)).status).toBe(403);
  });
});
