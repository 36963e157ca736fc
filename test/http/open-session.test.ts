import type { CoursePage, SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import { type Client, clientFor, openPractice, type RunningPractice } from '../support/practice.ts';

describe('opening a session, over HTTP', () => {
  let practice: RunningPractice;
  let teacher: Client;
  beforeAll(async () => {
    practice = await openPractice();
    teacher = await clientFor(practice, 'teacher-1');
  });
  afterAll(() => practice?.close());

  const key = 'a'.repeat(32);
  const open = (body: object) => teacher.call<SessionSummary>('POST', '/sessions', body);

  it('opens one for one key, however often and however close together it is sent', async () => {
    const opened = await Promise.all([open({ key }), open({ key }), open({ key })]);
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
    const { sessions, present } = await teacher.call<CoursePage>('GET', '/course');
    expect(sessions).toHaveLength(1);
    expect(present).toBe(opened[0]?.id);
  });

  it('opens another one for another key', async () => {
    const { id } = await open({ key: 'b'.repeat(32) });
    expect(id).not.toBe((await open({ key })).id);
  });

  it('keeps the same key of two teachers apart', async () => {
    const assistant = await clientFor(practice, 'ta-1');
    const { id } = await assistant.call<SessionSummary>('POST', '/sessions', { key });
    expect(id).not.toBe((await open({ key })).id);
  });

  it('refuses a key that no page makes', async () => {
    expect((await teacher.raw('POST', '/sessions', { key: 'x' })).status).toBe(400);
  });
});
