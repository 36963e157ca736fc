import { asId, type RegistrationId } from '../../core/ids.ts';
import type { Board, CaptureTicket } from '../../lti-server/http/api-schema/board.ts';
import type { CoursePage, SessionSummary, Settings } from '../../lti-server/http/api-schema/course.ts';
import type { Me } from '../../lti-server/http/api-schema/me.ts';
import { launchesAMinute } from '../../lti-server/lti/launch-limits.ts';
import { claim, launchCase } from '../support/certification.ts';
import {
  type Client,
  clientFor,
  eventually,
  openPractice,
  pictureForm,
  type RunningPractice,
} from '../support/practice.ts';
import { stalledUpload } from '../support/stalled-upload.ts';
import { photograph } from '../support/take-photographs.ts';

describe('what an API that people rely on must not do', () => {
  let practice: RunningPractice;
  let teacher: Client;
  beforeAll(async () => {
    practice = await openPractice();
    teacher = await clientFor(practice, 'teacher-1');
    await teacher.call('GET', '/course');
  });
  afterAll(() => practice?.close());

  const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;
  const open = (body: object) => teacher.raw('POST', '/sessions', body);

  it('reads no picture of somebody who has no ticket', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      async pull(controller) {
        sent += 1;
        if (sent > 400) return controller.close();
        controller.enqueue(new Uint8Array(65_536));
        await new Promise((resolve) => setImmediate(resolve));
      },
    });
    const answer = await fetch(`${practice.toolUrl}/api/uploads/nosuchticket`, {
      method: 'POST',
      body: endless,
      headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
      ...({ duplex: 'half' } as object),
    });
    expect([answer.status, await codeOf(answer)]).toEqual([410, 'UPLOAD_EXPIRED']);
    expect(sent).toBeLessThan(400);
  });

  it('keeps an idle connection for longer than the proxies in front of it do', async () => {
    const caddySeconds = 120;
    const { headers } = await fetch(`${practice.toolUrl}/healthz`);
    expect(headers.get('keep-alive')).toMatch(/^timeout=\d+$/);
    expect(Number(headers.get('keep-alive')?.split('=')[1])).toBeGreaterThan(caddySeconds);
  });

  it('lets no student who stalls keep others from sending pictures', async () => {
    const [one, other] = [await clientFor(practice, 'student-01'), await clientFor(practice, 'student-02')];
    const authorization = { Authorization: `Bearer ${one.bearer}` };
    const url = `${practice.toolUrl}/api/my/enrolment/check`;
    const stalled = await Promise.all(Array.from({ length: 8 }, () => stalledUpload(url, authorization)));
    let refused = 0;
    for (const { answer } of stalled) void answer.then((said) => (refused += said.startsWith('HTTP/1.1 429') ? 1 : 0));
    await eventually(
      async () => refused,
      (count) => count === 6,
    );
    const answer = await other.raw('POST', '/my/enrolment/check', pictureForm([new Uint8Array(10)]));
    expect(answer.status).not.toBe(429);
    for (const { leave } of stalled) leave();
  });

  it.each([
    ['a date before there was one', { startsAt: '0001-01-01T00:00:00.000Z' }],
    ['a date after everybody', { startsAt: '9999-12-31T23:59:59.000Z' }],
    ['a title that holds a control character', { title: 'Lab\u0000' }],
    ['a title that turns the direction of writing', { title: 'Lab \u202Egnp.exe' }],
    ['half of a surrogate pair', { title: 'Lab \uD800' }],
  ])('opens no session with %s', async (_, body) => {
    const answer = await open(body);
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'REQUEST_INVALID']);
  });

  it('keeps what people really write', async () => {
    const title = 'Praktikum – Übung 3 (Ž, 学, 🧪)';
    expect(await (await open({ title })).json()).toMatchObject({ title });
  });

  it('takes no form of a foreign page for an empty request', async () => {
    const answer = await fetch(`${practice.toolUrl}/api/sessions`, {
      method: 'POST',
      body: 'title=x',
      headers: { Authorization: `Bearer ${teacher.bearer}`, 'Content-Type': 'text/plain' },
    });
    expect([answer.status, await codeOf(answer)]).toEqual([415, 'REQUEST_TYPE_UNSUPPORTED']);
  });

  it('says that too much is too much', async () => {
    const answer = await open({ title: 'x'.repeat(1_200_000) });
    expect([answer.status, await codeOf(answer)]).toEqual([413, 'REQUEST_TOO_LARGE']);
  });

  it('lets a teacher save the settings twice, though the course has changed by itself in between', async () => {
    const before = await teacher.call<Settings>('GET', '/settings');
    const seen = { lateCredit: before.lateCredit, gradeColumnOn: before.gradeColumnOn };
    await teacher.call('PUT', '/settings', { lateCredit: 0.8, gradeColumnOn: true, seen });
    await eventually(
      async () => practice.lms.platform.state.lineItems.length,
      (items) => items === 1,
    );
    const after = await teacher.call<Settings>('PUT', '/settings', {
      lateCredit: 0.5,
      gradeColumnOn: true,
      seen: { lateCredit: 0.8, gradeColumnOn: true },
    });
    expect(after.lateCredit).toBe(0.5);
    const stale = await teacher.raw('PUT', '/settings', { lateCredit: 0.6, gradeColumnOn: true, seen });
    expect([stale.status, await codeOf(stale)]).toEqual([409, 'SETTINGS_CHANGED']);
  });

  it('takes the course’s time zone from those who teach it', async () => {
    const zoned = (zone: string) => (payload: object) => ({ ...payload, [claim.custom]: { person_timezone: zone } });
    const zoneOf = async (bearer: string | null) => {
      const me = await fetch(`${practice.toolUrl}/api/me`, { headers: { Authorization: `Bearer ${bearer}` } });
      return ((await me.json()) as Me).course?.timeZone;
    };
    const first = await launchCase(practice, 'student', zoned('Asia/Tokyo'));
    expect(await zoneOf(first.bearer)).toBe('UTC');
    await launchCase(practice, 'instructor', zoned('Europe/Vienna'));
    const second = await launchCase(practice, 'student', zoned('Asia/Tokyo'));
    expect(await zoneOf(second.bearer)).toBe('Europe/Vienna');
  });

  it('counts no picture that was never sent', async () => {
    const session = (await (await open({})).json()) as SessionSummary;
    const tickets: CaptureTicket[] = [];
    for (let n = 0; n < 20; n += 1) {
      tickets.push(await teacher.call<CaptureTicket>('POST', `/sessions/${session.id}/captures`));
    }
    const refused = await teacher.raw('POST', `/sessions/${session.id}/captures`);
    expect([refused.status, await codeOf(refused)]).toEqual([409, 'TOO_MANY_CAPTURES']);
    const board = await teacher.call<Board>('DELETE', `/sessions/${session.id}/captures/${tickets[0]?.capture}`);
    expect(board.captures).toHaveLength(19);
    expect((await teacher.raw('POST', `/sessions/${session.id}/captures`)).status).toBe(201);
  });

  it.each([
    ['recognition', { policy: { faces: false } }, 'FACES_OFF'],
    ['the registration', { state: 'disabled' as const }, 'UPLOAD_EXPIRED'],
  ])('stores no picture once %s is switched off', async (_, change, code) => {
    const session = (await (await open({})).json()) as SessionSummary;
    const { upload } = await teacher.call<CaptureTicket>('POST', `/sessions/${session.id}/captures`);
    const { registrations } = practice.muster.services;
    const before = await registrations.find(asId<RegistrationId>('practice'));
    if (before === null) throw new Error('no registration');
    await registrations.put({
      ...before,
      ...change,
      policy: { ...before.policy, ...('policy' in change ? change.policy : {}) },
      version: before.version + 1,
    });
    const body = pictureForm([await photograph(practice, 'biology-front')]);
    const answer = await fetch(practice.toolUrl + upload.url, { method: 'POST', body });
    await registrations.put({ ...before, version: before.version + 2 });
    expect(await codeOf(answer)).toBe(code);
    expect((await teacher.call<Board>('GET', `/sessions/${session.id}`)).captures).toEqual([]);
  });

  it('opens six event streams for one login, and no more', async () => {
    const session = (await (await open({})).json()) as SessionSummary;
    const streams = await Promise.all(
      Array.from({ length: 6 }, () => teacher.raw('GET', `/sessions/${session.id}/events`)),
    );
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect((await teacher.raw('GET', `/sessions/${session.id}/events`)).status).toBe(429);
    for (const stream of streams) await stream.body?.cancel();
    await eventually(
      async () => {
        const again = await teacher.raw('GET', `/sessions/${session.id}/events`);
        await again.body?.cancel();
        return again.status;
      },
      (status) => status === 200,
    );
    expect((await teacher.call<CoursePage>('GET', '/course')).sessions.length).toBeGreaterThan(0);
  });

  it.each(['login/practice', 'launch'])('counts what one address sends to /lti/%s', async (path) => {
    const { headers } = await fetch(`${practice.toolUrl}/lti/${path}`, { method: 'POST' });
    expect(headers.get('ratelimit-policy')).toContain(`q=${launchesAMinute}; w=60`);
  });
});
