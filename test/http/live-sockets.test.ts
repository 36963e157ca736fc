import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { ShownCode } from '../../lti-server/http/api-schema/check-in.ts';
import type { SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import type { LiveLine } from '../../lti-server/http/api-schema/live.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { type LiveSockets, openLine, openLivePractice } from '../support/live-sockets.ts';
import { type Client, clientFor, eventually, type RunningPractice } from '../support/practice.ts';

describe('where a page listens, with sockets', () => {
  let practice: RunningPractice;
  let live: LiveSockets;
  let close: () => Promise<void>;
  let teacher: Client;
  beforeAll(async () => {
    ({ practice, live, close } = await openLivePractice());
    teacher = await clientFor(practice, 'teacher-1');
    await teacher.call('GET', '/course');
  });
  afterAll(() => close?.());

  const open = async (): Promise<SessionSummary> => teacher.call('POST', '/sessions', {});
  const lineTo = async (session: string) => {
    const { kind, url } = await teacher.call<LiveLine>('POST', `/sessions/${session}/live`);
    expect(kind).toBe('socket');
    return new URL(url);
  };

  it('is a socket with a ticket that names nobody', async () => {
    const { id } = await open();
    const { origin, search, searchParams } = await lineTo(id);
    expect(origin).toBe(new URL(live.api.url).origin);
    expect(search).toMatch(/^\?ticket=[A-Za-z0-9_-]{43}$/);
    expect(searchParams.get('ticket')).not.toBe((await lineTo(id)).searchParams.get('ticket'));
  });

  it('tells there of a change that was made here', async () => {
    const { id } = await open();
    const line = await openLine(`${live.api.url}${(await lineTo(id)).search}`);
    await teacher.call('PUT', `/sessions/${id}/review/rest`, { status: 'present' });
    const heard = await eventually(
      async () => line.heard,
      ({ length }) => length === 1,
    );
    expect(heard).toEqual([{ kind: 'review', session: id, version: 1 }]);
    await line.close();
  });

  it('tells there of who checks in', async () => {
    const { id } = await open();
    const wanted = { minutes: 5, lateAfterMinutes: null, changing: true };
    const { open: shown } = await teacher.call<ShownCode>('POST', `/sessions/${id}/check-in`, wanted);
    const line = await openLine(`${live.api.url}${(await lineTo(id)).search}`);
    const student = await clientFor(practice, students[0]?.id ?? '');
    await student.call('POST', `/my/sessions/${id}/check-in`, { code: shown?.code });
    const heard = await eventually(
      async () => line.heard,
      ({ length }) => length === 1,
    );
    const { members } = await teacher.call<Board>('GET', `/sessions/${id}`);
    const said = members.find(({ checkIn }) => checkIn !== null);
    expect(heard).toEqual([{ kind: 'check-in', session: id, member: said?.id, ...said?.checkIn }]);
    await line.close();
  });

  it('tells there nothing more once the login is signed out', async () => {
    const { id } = await open();
    const leaving = await clientFor(practice, 'teacher-1');
    const { url } = await leaving.call<LiveLine>('POST', `/sessions/${id}/live`);
    const line = await openLine(`${live.api.url}${new URL(url).search}`);
    const looking = () => practice.muster.services.viewers.connectionsOf(id, practice.muster.services.clock.now());
    expect(await looking()).toHaveLength(1);
    await leaving.raw('DELETE', '/me');
    expect(await looking()).toEqual([]);
    line.send('ping');
    await line.closed;
  });

  it('offers no stream, and lets pages talk to the socket’s origin', async () => {
    const { id } = await open();
    expect((await teacher.raw('GET', `/sessions/${id}/events`)).status).toBe(404);
    const page = await fetch(`${practice.toolUrl}/app`);
    expect(page.headers.get('content-security-policy')).toContain(
      `connect-src 'self' ${new URL(live.api.url).origin};`,
    );
  });
});
