import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { idSource } from '../../connectors/embedded/ids.ts';
import { systemClock } from '../../connectors/embedded/system-clock.ts';
import { makeReportKey } from '../../core/use-cases/report-keys.ts';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import { ping, pong } from '../../lti-server/http/api-schema/live.ts';
import type { CourseReport, ReportLink } from '../../lti-server/http/api-schema/report.ts';
import type { ReportedCourses, ReportedRecords } from '../../lti-server/http/api-schema/reports-api.ts';
import { reportKeyText } from '../../lti-server/http/reports-api.ts';
import { digest, randomSecret } from '../../lti-server/lti/secrets.ts';
import { operatorToken } from '../../lti-server/operator-token.ts';
import { launchAs } from '../../practice-lms/http-launch.ts';
import { authorizerEvent, connectEvent, disconnectEvent, restEvent } from '../support/aws/api-events.ts';
import { httpEvent } from '../support/aws/events.ts';
import { eitherReads } from '../support/aws/reads.ts';
import { type AwsStage, openStage, secrets } from '../support/aws/stage.ts';
import { confirmByHand } from '../support/confirm-by-hand.ts';
import { openLine } from '../support/live-sockets.ts';
import { type Client, clientOf, eventually } from '../support/practice.ts';
import { startWebSocketApi, type WebSocketApi } from '../support/websocket-api.ts';

interface WebAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

describe.each(eitherReads)('the packaged functions that stand at doors of their own; reads $reads', ({ stale }) => {
  let stage: AwsStage;
  let lines: WebSocketApi;
  let end: () => Promise<void>;
  let teacher: Client;
  beforeAll(async () => {
    lines = await startWebSocketApi();
    stage = await openStage({ realtimeEndpoint: lines.endpoint });
    stage.proxy.stale = stale;
    end = stage.delivery.begin();
    const { bearer } = await launchAs(stage.lmsUrl, 'teacher-1', 'biology-101');
    teacher = clientOf(stage, bearer ?? '');
  });
  afterAll(async () => {
    await end?.();
    await stage?.close();
    await lines?.close();
  });

  describe('web', () => {
    const ask = (url: string, encodings: string) => {
      const headers = {
        'x-muster-origin': secrets.originKey,
        authorization: `Bearer ${teacher.bearer}`,
        'accept-encoding': encodings,
      };
      return stage.pool.invoke<WebAnswer>('web', httpEvent({ method: 'GET', url, headers }));
    };

    it.each([
      ['gzip', gunzipSync],
      ['br', brotliDecompressSync],
    ] as const)(
      'answers what is compressed by %s in base64, for an HTTP API to decode',
      async (encoding, decompress) => {
        await teacher.call('GET', '/course');
        const { id } = await teacher.call<{ id: string }>('POST', '/sessions', {});
        const answer = await ask(`/api/sessions/${id}`, encoding);
        expect(answer).toMatchObject({ statusCode: 200, isBase64Encoded: true });
        expect(answer.headers).toMatchObject({ 'content-encoding': encoding, vary: 'Accept-Encoding' });
        expect(answer.headers).not.toHaveProperty('content-length');
        const board = JSON.parse(String(decompress(Buffer.from(answer.body, 'base64')))) as Board;
        expect(board.members.length).toBeGreaterThan(20);
        const plain = await ask(`/api/sessions/${id}`, 'identity');
        expect(plain.isBase64Encoded).toBe(false);
        expect((JSON.parse(plain.body) as Board).members).toEqual(board.members);
      },
    );

    it('answers what is not compressed as text', async () => {
      const short = await ask('/api/me', 'gzip');
      expect([short.statusCode, short.isBase64Encoded]).toEqual([200, false]);
      expect(JSON.parse(short.body)).toHaveProperty('course');
    });
  });

  describe('authorizer', () => {
    const ask = (headers: Readonly<Record<string, string>>) =>
      stage.pool.invoke<{ isAuthorized: boolean }>(
        'authorizer',
        authorizerEvent({ url: '/api/admin/registrations?after=x', headers }),
      );
    const authorization = () => `Bearer ${operatorToken(secrets.secret, stage.toolUrl, Date.now())}`;

    it('lets an operator in who came through the distribution', async () => {
      for (const key of [secrets.originKey, secrets.previousOriginKey]) {
        const answer = await ask({ 'x-muster-origin': key, authorization: authorization() });
        expect(answer).toEqual({ isAuthorized: true });
      }
    });

    it('refuses who came past the distribution, and who is nobody', async () => {
      expect(await ask({ authorization: authorization() })).toEqual({ isAuthorized: false });
      expect(await ask({ 'x-muster-origin': secrets.originKey, authorization: 'Bearer none' })).toEqual({
        isAuthorized: false,
      });
    });
  });

  describe('realtime', () => {
    const connect = (connectionId: string, ticket: string, key: string | null = secrets.originKey) =>
      stage.pool.invoke<{ statusCode: number }>(
        'realtime',
        connectEvent(connectionId, { ticket }, key === null ? {} : { 'X-Muster-Origin': key }),
      );
    const disconnect = (connectionId: string) => stage.pool.invoke('realtime', disconnectEvent(connectionId));
    const ticketFor = async (session: string): Promise<string> => {
      const line = await teacher.call<{ kind: string; url: string }>('POST', `/sessions/${session}/live`);
      expect(line.kind).toBe('socket');
      return new URL(line.url).searchParams.get('ticket') ?? '';
    };

    it('opens no line to who came past the distribution, and leaves the ticket for who did not', async () => {
      const session = await teacher.call<{ id: string }>('POST', '/sessions', {});
      const ticket = await ticketFor(session.id);
      for (const key of [null, '', 'x'.repeat(40)]) {
        expect((await connect('line-0', ticket, key)).statusCode).toBe(403);
      }
      expect((await connect('line-0', ticket, secrets.previousOriginKey)).statusCode).toBe(200);
      await disconnect('line-0');
    });

    it('opens a line for a ticket once, and takes it away when the page is gone', async () => {
      const session = await teacher.call<{ id: string }>('POST', '/sessions', {});
      const ticket = await ticketFor(session.id);
      expect((await connect('line-1', ticket)).statusCode).toBe(200);
      expect((await connect('line-2', ticket)).statusCode).toBeGreaterThanOrEqual(400);
      const looking = () => stage.stores.viewers.connectionsOf(session.id, new Date().toISOString());
      expect(await looking()).toEqual(['line-1']);
      await disconnect('line-1');
      expect(await looking()).toEqual([]);
    });

    it('answers a page’s ping, leaves what else it says, and closes a line whose login has ended', async () => {
      lines.handle((event) => stage.pool.invoke('realtime', event));
      const { bearer } = await launchAs(stage.lmsUrl, 'teacher-1', 'biology-101');
      const page = clientOf(stage, bearer ?? '');
      const session = await page.call<{ id: string }>('POST', '/sessions', {});
      const { url } = await page.call<{ url: string }>('POST', `/sessions/${session.id}/live`);
      const line = await openLine(`${lines.url}${new URL(url).search}`);
      for (const text of ['{"action":"x"}', ping]) line.send(text);
      expect(await line.next()).toBe(pong);
      expect(lines.asked).toEqual([expect.stringMatching(/^POST /)]);
      const viewer = await stage.stores.viewers.find(lines.connections()[0] ?? '', new Date().toISOString());
      await stage.stores.appSessions.remove(viewer?.tokenHash ?? '');
      line.send(ping);
      await line.closed;
      expect(lines.asked.at(-1)).toMatch(/^DELETE /);
      expect(await stage.stores.viewers.connectionsOf(session.id, new Date().toISOString())).toEqual([]);
    });
  });

  it('web: signing out ends what is told on the lines of that login', async () => {
    const leaving = clientOf(stage, (await launchAs(stage.lmsUrl, 'teacher-1', 'biology-101')).bearer ?? '');
    const session = await leaving.call<{ id: string }>('POST', '/sessions', {});
    const { url } = await leaving.call<{ url: string }>('POST', `/sessions/${session.id}/live`);
    await stage.pool.invoke('realtime', {
      requestContext: { routeKey: '$connect', connectionId: 'line-3' },
      queryStringParameters: { ticket: new URL(url).searchParams.get('ticket') ?? '' },
      headers: { 'X-Muster-Origin': secrets.originKey },
    });
    const looking = () => stage.stores.viewers.connectionsOf(session.id, new Date().toISOString());
    expect(await looking()).toEqual(['line-3']);
    expect((await leaving.raw('DELETE', '/me')).status).toBe(204);
    expect(await looking()).toEqual([]);
  });

  describe('report', () => {
    it('makes a course’s records a file, which a signed link opens', async () => {
      await teacher.call('POST', '/course/reports', { timeZone: 'Europe/London' });
      const made = await eventually(
        () => teacher.call<CourseReport>('GET', '/course/reports'),
        ({ report }) => report?.state === 'ready',
        60,
      );
      expect(made.report?.state).toBe('ready');
      const { url } = await teacher.call<ReportLink>('POST', '/course/reports/link');
      expect(new URL(url).origin).toBe(stage.proxy.urlOf('s3'));
      const file = await fetch(url);
      // What S3 makes a header of; the server here does not.
      expect(new URL(url).searchParams.get('response-content-disposition')).toContain('attachment');
      expect(await file.text()).toContain('Student,Status');
    });
  });

  describe('web, behind the REST API of the reports', () => {
    interface RestAnswer {
      readonly statusCode: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
    }
    let key: string;
    let course: string;
    let session: string;
    const ask = (url: string, headers: Readonly<Record<string, string>> = {}) => {
      const all = {
        'x-api-key': 'k'.repeat(40),
        'x-muster-origin': secrets.originKey,
        'x-report-key': key,
        ...headers,
      };
      return stage.pool.invoke<RestAnswer>('web', restEvent({ url, headers: all }));
    };
    const read = async <T>(url: string): Promise<T> => {
      const { statusCode, body } = await ask(url);
      if (statusCode !== 200) throw new Error(`${url}: ${statusCode} ${body}`);
      return JSON.parse(body) as T;
    };
    beforeAll(async () => {
      await teacher.call('GET', '/course');
      course = (await teacher.call<{ course: { id: string } }>('GET', '/me')).course.id;
      session = await confirmByHand(teacher, 'Lab & more');
      const text = randomSecret();
      const deps = { ...stage.stores, ids: idSource(), clock: systemClock };
      const secret = { text, digest: digest(text) };
      await makeReportKey(deps, stage.registration, secret, { name: 'Warehouse', withNames: false });
      key = reportKeyText(stage.registration, text);
    });

    it('answers who holds a key of a registration, and does what the query says', async () => {
      const { courses } = await read<ReportedCourses>('/reports/v1/courses');
      expect(courses.map(({ id }) => id)).toEqual([course]);
      expect((await read<ReportedCourses>(`/reports/v1/courses?after=${course}`)).courses).toEqual([]);
      const records = `/reports/v1/courses/${course}/records`;
      const page = await read<ReportedRecords>(records);
      expect(page.records.length).toBeGreaterThan(10);
      expect(new Set(page.records.map((one) => `${one.session} ${one.status}`))).toEqual(
        new Set([`${session} present`]),
      );
      // A plus sign, which is a space where a query is decoded once too often.
      const since = (at: string) => read<ReportedRecords>(`${records}?since=${encodeURIComponent(at)}`);
      expect((await since('2026-01-01T00:00:00+01:00')).records).toEqual(page.records);
      expect((await since('2999-01-01T00:00:00+01:00')).records).toEqual([]);
    });

    it('tells as lists what headers its answer has, as payload 1.0 wants it', async () => {
      const { statusCode, body, multiValueHeaders } = await ask(`/reports/v1/courses/${course}/records?format=csv`);
      expect(statusCode).toBe(200);
      expect(multiValueHeaders).toMatchObject({
        'content-type': ['text/csv; charset=utf-8'],
        'cache-control': ['no-store'],
        'x-as-of': [expect.stringMatching(/Z$/)],
      });
      expect(body).toContain(`\r\n${session},Lab & more,`);
    });

    it('counts what one reader asks, not what the distribution does', async () => {
      const told = async (reader: string) => {
        const { multiValueHeaders = {} } = await ask('/reports/v1/courses', {
          'x-report-key': 'none',
          'X-Forwarded-For': `203.0.113.9, ${reader}, 130.176.0.1`,
        });
        return Number(/r=(\d+)/.exec(multiValueHeaders.ratelimit?.join() ?? '')?.[1]);
      };
      const left = await told('198.51.100.1');
      expect(left).toBeGreaterThan(0);
      expect(await told('198.51.100.1')).toBe(left - 1);
      expect(await told('198.51.100.2')).toBe(left);
    });

    it.each([
      ['past the distribution', 403, { 'x-muster-origin': '' }],
      ['with another origin’s key', 403, { 'x-muster-origin': 'x'.repeat(40) }],
      ['without a key of a registration', 401, { 'x-report-key': '' }],
      ['with a key that nobody was given', 401, { 'x-report-key': `mrk.practice.${'a'.repeat(43)}` }],
    ])('refuses who comes %s (%d)', async (_, status, headers) => {
      for (const path of ['courses', `courses/${course}/records`]) {
        const answer = await ask(`/reports/v1/${path}`, headers);
        expect(answer.statusCode).toBe(status);
        expect(answer.body).not.toContain(course);
      }
    });

    it.each(['/reports/v2/courses', '/reports/', '/api/me', '/healthz', '/app', '/reports/v1'])(
      'has no other way in: %s',
      async (path) => {
        expect((await ask(path)).statusCode).toBe(403);
      },
    );

    it('does not know reports that are none', async () => {
      expect((await ask('/reports/v1/people')).statusCode).toBe(404);
    });
  });
});
