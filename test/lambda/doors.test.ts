import type { CourseReport, ReportLink } from '../../lti-server/http/api-schema/report.ts';
import { operatorToken } from '../../lti-server/operator-token.ts';
import { launchAs } from '../../practice-lms/http-launch.ts';
import { type AwsStage, openStage, secrets } from '../support/aws/stage.ts';
import { type Client, clientOf, eventually } from '../support/practice.ts';

describe('the packaged functions that stand at doors of their own', () => {
  let stage: AwsStage;
  let end: () => Promise<void>;
  let teacher: Client;
  beforeAll(async () => {
    stage = await openStage();
    end = stage.delivery.begin();
    const { bearer } = await launchAs(stage.lmsUrl, 'teacher-1', 'biology-101');
    teacher = clientOf(stage, bearer ?? '');
  });
  afterAll(async () => {
    await end?.();
    await stage?.close();
  });

  describe('authorizer', () => {
    const ask = (headers: Readonly<Record<string, string>>) =>
      stage.pool.invoke<{ isAuthorized: boolean }>('authorizer', { version: '2.0', headers });
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
      stage.pool.invoke<{ statusCode: number }>('realtime', {
        requestContext: { routeKey: '$connect', connectionId },
        queryStringParameters: { ticket },
        ...(key === null ? {} : { headers: { 'X-Muster-Origin': key } }),
      });
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
      await stage.pool.invoke('realtime', { requestContext: { routeKey: '$disconnect', connectionId: 'line-0' } });
    });

    it('opens a line for a ticket once, and takes it away when the page is gone', async () => {
      const session = await teacher.call<{ id: string }>('POST', '/sessions', {});
      const ticket = await ticketFor(session.id);
      expect((await connect('line-1', ticket)).statusCode).toBe(200);
      expect((await connect('line-2', ticket)).statusCode).toBeGreaterThanOrEqual(400);
      const looking = () => stage.stores.viewers.connectionsOf(session.id, new Date().toISOString());
      expect(await looking()).toEqual(['line-1']);
      await stage.pool.invoke('realtime', { requestContext: { routeKey: '$disconnect', connectionId: 'line-1' } });
      expect(await looking()).toEqual([]);
    });
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
});
