import { runCommand } from '../../lti-server/cli/run.ts';
import type { ReportedCourses, ReportedRecords } from '../../lti-server/http/api-schema/reports-api.ts';
import { type AdministeredPractice, openAdministered } from '../support/administration.ts';
import { confirmByHand } from '../support/confirm-by-hand.ts';
import { type Client, clientFor } from '../support/practice.ts';

const records = '/courses/:course/records';

describe('reports for other systems', () => {
  let practice: AdministeredPractice;
  let teacher: Client;
  let key: string;
  let withNames: string;
  let course: string;
  const sessions: string[] = [];

  const run = (...args: string[]) =>
    runCommand([...args, '--data', practice.dataFolder], { MUSTER_PUBLIC_URL: 'https://muster.example' });
  const makeKey = async (...more: string[]) => {
    const { code, text } = await run('report-key', 'practice', '--name', 'Warehouse', ...more);
    expect(code).toBe(0);
    return /mrk\.practice\.[A-Za-z0-9_-]{43}/.exec(text)?.[0] ?? '';
  };
  const raw = (path: string, by: string | null = key) =>
    fetch(
      `${practice.toolUrl}${path.startsWith('/reports') ? path : `/reports/v1${path}`}`.replace(':course', course),
      {
        headers: by === null ? {} : { 'x-report-key': by },
      },
    );
  const read = async <T>(path: string, by = key): Promise<T> => {
    const answer = await raw(path, by);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };

  beforeAll(async () => {
    practice = await openAdministered();
    teacher = await clientFor(practice, 'teacher-1');
    const me = await teacher.call<{ course: { id: string } }>('GET', '/me');
    course = me.course.id;
    await teacher.call('GET', '/course');
    for (const n of [2, 1]) sessions.unshift(await confirmByHand(teacher, `Lab ${n}`, `2026-11-1${n}T10:00:00.000Z`));
    key = await makeKey();
    withNames = await makeKey('--with-names');
  });
  afterAll(() => practice?.close());

  it('list the courses of the key’s registration', async () => {
    const { courses, next } = await read<ReportedCourses>('/courses');
    expect(courses).toEqual([
      expect.objectContaining({
        id: course,
        title: 'Biology 101',
        contextId: expect.any(String),
        deployment: 'practice-1',
      }),
    ]);
    expect(next).toBeNull();
    expect((await read<ReportedCourses>(`/courses?after=${course}`)).courses).toEqual([]);
  });

  it('give everybody’s status by the platform’s own id, and neither a name nor how it came about', async () => {
    const page = await read<ReportedRecords>(records);
    expect(page.records).toHaveLength(2 * 28);
    expect(page.records.map(({ session }) => session)).toEqual([
      ...Array.from({ length: 28 }, () => sessions[0]),
      ...Array.from({ length: 28 }, () => sessions[1]),
    ]);
    const [first] = page.records;
    expect(Object.keys(first ?? {}).sort()).toEqual(
      ['session', 'sessionTitle', 'startsAt', 'person', 'status', 'at', 'version'].sort(),
    );
    expect(first?.person).toMatch(/^[a-z0-9-]+$/);
    expect(page.next).toBeNull();
    expect(page.asOf < new Date().toISOString()).toBe(true);
    const names = await read<ReportedRecords>(records, withNames);
    expect(names.records.every(({ name }) => typeof name === 'string' && name.length > 0)).toBe(true);
  });

  it('give only what was stated since', async () => {
    const { records: all } = await read<ReportedRecords>(records);
    const [one] = all;
    const { version } = one ?? {};
    const asked = new Date(Date.now() - 1).toISOString();
    const listed = await teacher.call<{ records: { member: string }[] }>('GET', `/sessions/${sessions[0]}/records`);
    const change = { status: 'late', reason: 'bus', version };
    await teacher.call('PUT', `/sessions/${sessions[0]}/records/${listed.records[0]?.member}`, change);
    const { records: since } = await read<ReportedRecords>(`${records}?since=${encodeURIComponent(asked)}`);
    expect(since).toEqual([expect.objectContaining({ session: sessions[0], status: 'late', version: 2 })]);
    const none = await read<ReportedRecords>(`${records}?since=2999-01-01T00:00:00Z`);
    expect(none.records).toEqual([]);
  });

  it('come in pages that can be followed to the end', async () => {
    for (let n = 0; n < 20; n += 1) {
      await confirmByHand(teacher, `Term ${n}`, `2026-10-${String(n + 10)}T10:00:00.000Z`);
    }
    const first = await read<ReportedRecords>(records);
    expect(first.records).toHaveLength(20 * 28);
    expect(first.next).toContain(`/reports/v1/courses/${course}/records?`);
    const second = await read<ReportedRecords>(first.next ?? '');
    expect(second.next).toBeNull();
    const seen = [...first.records, ...second.records].map(({ session, person }) => `${session} ${person}`);
    expect(new Set(seen).size).toBe(22 * 28);
    const since = await read<ReportedRecords>(`${records}?since=2999-01-01T00:00:00Z`);
    expect(since.records).toEqual([]);
    expect(since.next).toContain('since=2999');
  });

  it('come as CSV as well, with the next page in a header', async () => {
    const answer = await raw(`${records}?format=csv`, withNames);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('link')).toMatch(/^<\/reports\/v1\/courses\/.*after=.*>; rel="next"$/);
    const lines = (await answer.text()).split('\r\n');
    expect(lines[0]).toBe('session,sessionTitle,startsAt,person,name,status,at,version');
    expect(lines[1]).toMatch(/^\S+,Term 0,2026-10-10T10:00:00.000Z,[a-z0-9-]+,[^,]+,present,\S+Z,1$/);
    expect(await (await raw('/courses?format=csv')).text()).toMatch(/^id,title,contextId,deployment,timeZone\r\n/);
  });

  describe('refuse', () => {
    const problem = async (answer: Response) => {
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      return [answer.status, ((await answer.json()) as { code: string }).code];
    };

    it.each([
      ['no key', null],
      ['what is no key', 'secret'],
      ['a key nobody was given', `mrk.practice.${'a'.repeat(43)}`],
      ['a key of a registration that is none', `mrk.nowhere.${'a'.repeat(43)}`],
    ])('%s, whatever is asked for', async (_, by) => {
      for (const path of ['/courses', records, '/courses/c_unknown/records', '/anything']) {
        expect(await problem(await raw(path, by))).toEqual([401, 'REPORT_KEY_INVALID']);
      }
    });

    it('a key’s secret in the wrong registration', async () => {
      expect(await problem(await raw('/courses', key.replace('practice', 'other')))).toEqual([
        401,
        'REPORT_KEY_INVALID',
      ]);
    });

    it('courses that are not this registration’s, and addresses that are none', async () => {
      expect(await problem(await raw('/courses/c_unknown/records'))).toEqual([404, 'NOT_FOUND']);
      expect(await problem(await raw('/people'))).toEqual([404, 'NOT_FOUND']);
    });

    it.each(['since=yesterday', 'after=..%2F', 'format=xml'])('%s', async (query) => {
      expect(await problem(await raw(`${records}?${query}`))).toEqual([400, 'REQUEST_INVALID']);
    });

    it('a registration that is switched off, until it is on again', async () => {
      await run('disable', 'practice');
      expect(await problem(await raw('/courses'))).toEqual([403, 'REPORTS_OFF']);
      await run('enable', 'practice');
      expect((await raw('/courses')).status).toBe(200);
    });

    it('a bearer of the pages', async () => {
      const answer = await fetch(`${practice.toolUrl}/reports/v1/courses`, {
        headers: { Authorization: `Bearer ${teacher.bearer}`, 'x-report-key': teacher.bearer },
      });
      expect(answer.status).toBe(401);
    });
  });

  describe('keys', () => {
    it('are listed by name and first letters, never whole, and stored as a digest', async () => {
      const { text } = await run('report-keys', 'practice');
      expect(text.split('\n')).toHaveLength(2);
      expect(text).toMatch(new RegExp(`${key.split('.')[2]?.slice(0, 6)}… {2}ids alone .*Warehouse`));
      expect(text).toContain('with names');
      const secret = key.split('.')[2] ?? '';
      expect(text).not.toContain(secret);
      expect(JSON.stringify(await practice.muster.services.reportKeys.list('practice' as never))).not.toContain(secret);
    });

    it('open nothing once revoked; the others go on', async () => {
      const spare = await makeKey();
      const line = (await run('report-keys', 'practice')).text
        .split('\n')
        .find((one) => one.includes(spare.slice(13, 19)));
      const id = line?.trim().split(' ')[0] ?? '';
      expect((await run('revoke-report-key', 'practice', id)).code).toBe(0);
      expect((await raw('/courses', spare)).status).toBe(401);
      expect((await raw('/courses')).status).toBe(200);
      expect((await run('revoke-report-key', 'practice', id)).code).toBe(1);
    });

    it('are not made for a registration that is none, or without a name', async () => {
      expect((await run('report-key', 'nowhere', '--name', 'x')).code).toBe(1);
      expect((await run('report-key', 'practice')).code).toBe(2);
    });

    it('are limited in how often they are asked', async () => {
      const spare = await makeKey();
      const statuses: number[] = [];
      for (let n = 0; n < 121; n += 1) statuses.push((await raw('/courses?after=zzz', spare)).status);
      expect(statuses.filter((status) => status === 429)).toHaveLength(1);
      expect((await raw('/courses')).status).toBe(200);
    });
  });
});
