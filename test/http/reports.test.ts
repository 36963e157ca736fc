import type { CourseReport, ReportLink } from '../../lti-server/http/api-schema/report.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { confirmByHand } from '../support/confirm-by-hand.ts';
import { type Client, clientFor, eventually, openPractice, type RunningPractice } from '../support/practice.ts';

describe('reports of a course', () => {
  let practice: RunningPractice;
  let teacher: Client;
  beforeAll(async () => {
    practice = await openPractice();
    teacher = await clientFor(practice, 'teacher-1');
    await teacher.call('GET', '/course');
    await confirmByHand(teacher, 'Lab');
  });
  afterAll(() => practice?.close());

  const made = async (client: Client, body: object = {}): Promise<CourseReport> => {
    await client.call('POST', '/course/reports', body);
    return eventually(
      () => client.call<CourseReport>('GET', '/course/reports'),
      ({ report }) => report?.state === 'ready',
    );
  };
  const fetchText = async (url: string) => {
    const answer = await fetch(new URL(url, practice.toolUrl));
    return { answer, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer()) };
  };

  it('is nobody’s before it was asked for, and made then, with everybody of every session', async () => {
    expect(await teacher.call('GET', '/course/reports')).toEqual({ report: null });
    await made(teacher, { timeZone: 'Asia/Tokyo' });
    const { url } = await teacher.call<ReportLink>('POST', '/course/reports/link', {});
    const { answer, text } = await fetchText(url);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="Biology 101 attendance \d{4}-\d\d-\d\d.csv"$/,
    );
    const lines = text.split('\r\n');
    expect(lines[0]).toMatch(/^\uFEFFSession start \(Asia\/Tokyo\)/);
    expect(lines).toHaveLength(28 + 2);
    expect(lines[1]).toMatch(/^2026-11-20 19:00,2026-11-20T10:00:00.000Z,Lab,[^,]+,present,by hand,teacher,100$/);
  });

  it('has a link that serves once, and without a bearer', async () => {
    await made(teacher);
    const { url } = await teacher.call<ReportLink>('POST', '/course/reports/link', {});
    expect(url).toMatch(/^\/api\/report-files\/[A-Za-z0-9_-]{43}$/);
    expect((await fetchText(url)).answer.status).toBe(200);
    const again = await fetchText(url);
    expect(again.answer.status).toBe(404);
    expect(again.text).toContain('NOT_FOUND');
    expect((await fetchText('/api/report-files/none')).answer.status).toBe(404);
  });

  it('is one’s own: a colleague has none until they ask', async () => {
    await made(teacher);
    const assistant = await clientFor(practice, 'ta-1');
    expect(await assistant.call('GET', '/course/reports')).toEqual({ report: null });
    expect((await assistant.raw('POST', '/course/reports/link', {})).status).toBe(404);
  });

  it('is refused to students, and in zones that are none', async () => {
    const student = await clientFor(practice, students[0]?.id ?? '');
    for (const [method, path] of [
      ['GET', '/course/reports'],
      ['POST', '/course/reports'],
      ['POST', '/course/reports/link'],
      ['GET', '/people.csv'],
    ] as const) {
      expect((await student.raw(method, path, method === 'POST' ? {} : undefined)).status).toBe(403);
    }
    const refused = await teacher.raw('POST', '/course/reports', { timeZone: 'Europe/Atlantis' });
    expect(await refused.json()).toMatchObject({ code: 'REQUEST_INVALID', details: { field: 'timeZone' } });
  });

  it('of everybody’s percentage comes at once', async () => {
    const answer = await teacher.raw('GET', '/people.csv');
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer());
    const lines = text.split('\r\n');
    expect(lines[0]).toBe('\uFEFFName,Percent,Present,Late,Absent,Excused');
    expect(lines).toHaveLength(28 + 2);
    expect(lines[1]).toMatch(/^[^,]+,100,1,0,0,0$/);
  });
});
