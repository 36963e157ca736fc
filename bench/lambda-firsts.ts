import { DeleteMessageCommand } from '@aws-sdk/client-sqs';
import { asId, type CourseId } from '../core/ids.ts';
import type { Board, CaptureTicket } from '../lti-server/http/api-schema/board.ts';
import type { CoursePage, SessionSummary, Settings } from '../lti-server/http/api-schema/course.ts';
import type { LiveLine } from '../lti-server/http/api-schema/live.ts';
import type { Me } from '../lti-server/http/api-schema/me.ts';
import type { CourseReport } from '../lti-server/http/api-schema/report.ts';
import { operatorToken } from '../lti-server/operator-token.ts';
import { students } from '../practice-lms/class/draw.ts';
import { photographs } from '../practice-lms/class/photographs.ts';
import { enrolStudents } from '../practice-lms/enrol-students.ts';
import { beginLaunch, launchAs } from '../practice-lms/http-launch.ts';
import { findCourse } from '../practice-lms/people.ts';
import { eventOfMessages, httpEvent, scheduleEvent, sqsEvent } from '../test/support/aws/events.ts';
import { type AwsStage, secrets } from '../test/support/aws/stage.ts';
import { photographOf, uploadToBucket } from '../test/support/aws/upload.ts';
import { clientOf, eventually } from '../test/support/practice.ts';

/** The first thing that a function is asked. */
export interface First {
  readonly name: string;
  readonly what: string;
  /** Makes something to do, anew each time; `done` says whether it was. */
  prepare(): Promise<{ readonly event: unknown; done(answer: unknown): boolean | Promise<boolean> }>;
}

const courseName = 'biology-101';
const key = { 'x-muster-origin': secrets.originKey };

/** Three who are in the photograph and recognise well. */
const enrolSome = async ({ lmsUrl, toolUrl }: AwsStage): Promise<void> => {
  const inFront = new Set(photographs.find(({ name }) => name === 'biology-front')?.people.map(({ person }) => person));
  const some = students.filter(({ id, hard, declines }) => inFront.has(id) && hard === null && !declines).slice(0, 3);
  const course = findCourse(courseName);
  if (course === null) throw new Error('no course');
  const members = course.members.filter(({ id }) => some.some((student) => student.id === id));
  const { failures } = await enrolStudents(lmsUrl, toolUrl, { ...course, members }, () => {});
  if (failures.length > 0) throw new Error(failures.join('\n'));
};

/** A class of 28 of whom three are enrolled, in a course that publishes; then nothing is delivered any more. */
export const openFirsts = async (stage: AwsStage): Promise<readonly First[]> => {
  const { stores, queues, pool, lmsUrl, toolUrl } = stage;
  const end = stage.delivery.begin();
  const { bearer } = await launchAs(lmsUrl, 'teacher-1', courseName);
  const teacher = clientOf(stage, bearer ?? '');
  await enrolSome(stage);
  await eventually(
    () => teacher.call<CoursePage>('GET', '/course'),
    ({ coverage }) => coverage.matchable === 3,
    120,
  );
  const { lateCredit, gradeColumnOn } = await teacher.call<Settings>('GET', '/settings');
  await teacher.call('PUT', '/settings', { lateCredit: 0.8, gradeColumnOn: true, seen: { lateCredit, gradeColumnOn } });
  await end();
  const course = asId<CourseId>((await teacher.call<Me>('GET', '/me')).course?.id ?? '');
  const picture = await photographOf(stage, 'biology-front');
  const openSession = async () => (await teacher.call<SessionSummary>('POST', '/sessions', {})).id;
  const board = (session: string) => teacher.call<Board>('GET', `/sessions/${session}`);
  let count = 0;

  return [
    {
      name: 'web',
      what: 'a launch',
      async prepare() {
        const form = await beginLaunch(lmsUrl, 'teacher-1', courseName);
        if (!('action' in form)) throw new Error(`login refused: ${form.status}`);
        const { action, headers, body } = form;
        const posted = { method: 'POST', url: action, headers: { ...headers, ...key }, body: Buffer.from(body) };
        const event = httpEvent(posted);
        return { event, done: (answer) => String((answer as { body: string }).body).includes('id="muster-launch"') };
      },
    },
    {
      name: 'web',
      what: 'a review board',
      async prepare() {
        const url = `/api/sessions/${await openSession()}`;
        const headers = { ...key, authorization: `Bearer ${teacher.bearer}`, 'accept-encoding': 'gzip, deflate, br' };
        const event = httpEvent({ method: 'GET', url, headers });
        return { event, done: (answer) => (answer as { isBase64Encoded: boolean }).isBase64Encoded };
      },
    },
    {
      name: 'identify',
      what: 'a photograph',
      async prepare() {
        const session = await openSession();
        const ticket = await teacher.call<CaptureTicket>('POST', `/sessions/${session}/captures`);
        await uploadToBucket(ticket, picture);
        const told = await eventually(
          () => queues.waiting(queues.uploads),
          ({ length }) => length > 0,
        );
        for (const { ReceiptHandle } of told)
          await queues.client.send(new DeleteMessageCommand({ QueueUrl: queues.uploads, ReceiptHandle }));
        const done = async () => {
          const { captures, faces } = await board(session);
          return captures[0]?.state === 'identified' && faces.some(({ member }) => member !== null);
        };
        return { event: eventOfMessages(told, 'uploads'), done };
      },
    },
    {
      name: 'publish',
      what: '28 scores',
      async prepare() {
        const session = await openSession();
        count += 1;
        // By turns, so that every score changes.
        const status = count % 2 === 0 ? 'absent' : 'present';
        const { reviewVersion } = await teacher.call<Board>('PUT', `/sessions/${session}/review/rest`, { status });
        await teacher.call('POST', `/sessions/${session}/confirm`, { reviewVersion });
        await eventually(
          async () => {
            await pool.invoke('retain', scheduleEvent());
            return stores.work.find('publish', course);
          },
          (task) => task !== null && task.dueAt <= new Date().toISOString(),
        );
        const event = sqsEvent([{ body: { kind: 'publish', key: course }, group: course }], 'publish.fifo');
        const done = async () => {
          const scores = await stores.ledger.list(course);
          return scores.length === 28 && scores.every(({ state }) => state === 'confirmed');
        };
        return { event, done };
      },
    },
    {
      name: 'sync-roster',
      what: 'a roster of 28',
      async prepare() {
        const [found, task] = await Promise.all([stores.courses.find(course), stores.work.find('sync-roster', course)]);
        if (found === null || task === null) throw new Error('no roster to read');
        const yesterday = new Date(Date.now() - 25 * 3_600_000).toISOString();
        await stores.courses.put({ ...found, rosterReadAt: yesterday, version: found.version + 1 });
        await stores.work.add({ ...task, dueAt: yesterday });
        const done = async () => ((await stores.courses.find(course))?.rosterReadAt ?? '') > yesterday;
        return { event: scheduleEvent(), done };
      },
    },
    {
      name: 'report',
      what: 'a course’s records',
      async prepare() {
        await teacher.call('POST', '/course/reports', { timeZone: 'Europe/London' });
        const [task] = await stores.work.standing('report');
        const event = sqsEvent([{ body: { kind: 'report', key: task?.key } }]);
        const done = async () => (await teacher.call<CourseReport>('GET', '/course/reports')).report?.state === 'ready';
        return { event, done };
      },
    },
    {
      name: 'realtime',
      what: 'a line opened',
      async prepare() {
        const { url } = await teacher.call<LiveLine>('POST', `/sessions/${await openSession()}/live`);
        count += 1;
        const connectionId = `line-${count}`;
        const event = {
          requestContext: { routeKey: '$connect', connectionId },
          queryStringParameters: { ticket: new URL(url).searchParams.get('ticket') },
          headers: { 'X-Muster-Origin': secrets.originKey },
        };
        const done = async (answer: unknown) => {
          await stores.viewers.remove(connectionId);
          return (answer as { statusCode: number }).statusCode === 200;
        };
        return { event, done };
      },
    },
    {
      name: 'retain',
      what: 'a picture expired',
      async prepare() {
        count += 1;
        const capture = `c_1/s1/k${count}`;
        const dueAt = new Date(Date.now() - 1_000).toISOString();
        await stores.work.add({ kind: 'expire-captures', key: capture, dueAt, stamp: 'x', attempts: 0 });
        await stage.media.put(`captures/${capture}.jpg`, picture);
        const done = async () => (await stage.media.list('captures/c_1/')).length === 0;
        return { event: scheduleEvent(), done };
      },
    },
    {
      name: 'authorizer',
      what: 'an operator',
      async prepare() {
        const authorization = `Bearer ${operatorToken(secrets.secret, toolUrl, Date.now())}`;
        const event = { version: '2.0', headers: { ...key, authorization } };
        return { event, done: (answer) => (answer as { isAuthorized: boolean }).isAuthorized };
      },
    },
    {
      name: 'health',
      what: 'every part asked',
      async prepare() {
        return { event: scheduleEvent(), done: (answer) => (answer as { healthy: boolean }).healthy };
      },
    },
    {
      name: 'alarm-test',
      what: 'a metric',
      async prepare() {
        const event = { kind: 'metric', name: 'Bench', value: 1 };
        return { event, done: (answer) => (answer as { done: string }).done === 'metric' };
      },
    },
  ];
};
