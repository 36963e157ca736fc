import { consentTextVersion } from '../../core/biometrics/consent.ts';
import type { MemberId } from '../../core/ids.ts';
import type { CourseReport } from '../../lti-server/http/api-schema/report.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { enrolmentPictures } from '../../practice-lms/class/portraits.ts';
import { launchAs } from '../../practice-lms/http-launch.ts';
import { connectEvent } from '../support/aws/api-events.ts';
import { comeToRest, dieAfter } from '../support/aws/deaths.ts';
import { scheduleEvent, sqsEvent } from '../support/aws/events.ts';
import { openRoundStage, type Rounds } from '../support/aws/round.ts';
import { type AwsStage, secrets } from '../support/aws/stage.ts';
import { failing } from '../support/crash-points.ts';
import { type Client, clientOf, pictureForm } from '../support/practice.ts';

interface Away {
  readonly by: string;
  readonly service: 'dynamodb' | 's3' | 'sqs' | 'rekognition' | 'secrets';
  prepare?(): Promise<unknown>;
  /** While the service is away; answers how it is told. */
  attempt(): Promise<string>;
  readonly told: string;
  /** What a person, or the next event, does once the service is back. */
  again?(): Promise<unknown>;
  /** What is not done, lost or doubled in the end. */
  faults(): Promise<string[]>;
}

describe('a packaged function that cannot reach a service', () => {
  let stage: AwsStage;
  let rounds: Rounds;
  let person: Client;
  let member: MemberId;
  let pictures: Buffer[];
  beforeAll(async () => {
    ({ stage, rounds } = await openRoundStage({ tries: 1_000, visibilitySeconds: 1 }));
    const { members } = await stage.stores.rosters.read(rounds.course);
    const isFit = ({ sub }: { readonly sub: string }) =>
      students.some(({ id, hard, portrait }) => id === sub && hard === null && portrait !== null);
    const found = members.find(isFit);
    if (found === undefined) throw new Error('no student');
    member = found.id;
    pictures = (await enrolmentPictures(students.find(({ id }) => id === found.sub)?.portrait ?? '')).slice(0, 3);
    person = clientOf(stage, (await launchAs(stage.lmsUrl, found.sub, 'statistics')).bearer ?? '');
  });
  afterAll(() => stage?.close());
  afterEach(() => stage?.proxy.calm());

  const tell = async (asked: Promise<Response>): Promise<string> => {
    const answer = await asked;
    const { code } = (await answer.json().catch(() => ({}))) as { readonly code?: string };
    return `${answer.status} ${code ?? ''}`.trim();
  };
  const thrown = (asked: Promise<unknown>) =>
    asked.then(
      () => 'nothing',
      () => 'an error',
    );
  const warnings = () => stage.pool.logs.filter(({ text }) => text.includes('no message could be sent')).length;

  const consent = () =>
    person.call('PUT', '/my/consent', { choice: 'consented', textVersion: consentTextVersion, language: 'en' });
  const enrol = () => person.raw('POST', '/my/enrolment', pictureForm(pictures));
  let version = 0;
  const enrolment = () => stage.stores.enrolments.find(member);
  const enrolledFaults = async () => {
    const found = await enrolment();
    const kept = await stage.media.list(`references/${member}/`);
    const [place, ...others] = await stage.stores.galleryIndex.list(rounds.course);
    return failing([
      [found?.state === 'active' && found.version > version, `the enrolment is ${found?.state} ${found?.version}`],
      [kept.length === 3, `${kept.length} pictures`],
      [place?.references.length === 3 && others.length === 0, `${place?.references.length} references`],
    ]);
  };
  const leaveErasure = async () => {
    await consent();
    expect(await tell(enrol())).toBe('200');
    await comeToRest(stage);
    const found = await stage.stores.consents.find(member);
    if (found === null) throw new Error('no consent');
    const dueAt = new Date(Date.now() - 1_000).toISOString();
    await stage.stores.work.add({ kind: 'erase-face', key: member, dueAt, stamp: 's', attempts: 0 });
    await stage.stores.consents.put({ ...found, state: 'withdrawn', version: found.version + 1 });
  };
  const erasedFaults = async () => {
    const kept = stage.bucket.everything().filter((one) => one.includes(`references/${member}/`));
    return failing([
      [kept.length === 0, `${kept.length} versions of pictures`],
      [(await enrolment()) === null, 'the enrolment stands'],
      [(await stage.stores.galleryIndex.list(rounds.course)).length === 0, 'a place in the gallery stands'],
    ]);
  };
  const enrolling = {
    async prepare() {
      await consent();
      version = (await enrolment())?.version ?? 0;
    },
    attempt: () => tell(enrol()),
    told: '503 UNAVAILABLE',
    async again() {
      expect((await enrolment())?.version ?? 0).toBe(version);
      expect(await tell(enrol())).toBe('200');
    },
    faults: enrolledFaults,
  };
  const erasing = {
    prepare: leaveErasure,
    async attempt() {
      await stage.delivery.minute();
      return (await stage.stores.work.find('erase-face', member)) === null ? 'nothing' : 'a task that is kept';
    },
    told: 'a task that is kept',
    faults: erasedFaults,
  };

  let session = '';
  const lookingNow = () => stage.stores.viewers.connectionsOf(session, new Date().toISOString());
  const openSession = async () => {
    session = (await rounds.teacher.call<{ id: string }>('POST', '/sessions', {})).id;
  };
  const connect = async (line: string) => {
    const { url } = await rounds.teacher.call<{ url: string }>('POST', `/sessions/${session}/live`);
    const query = Object.fromEntries(new URL(url).searchParams);
    const event = connectEvent(line, query, { 'x-muster-origin': secrets.originKey });
    return String((await stage.pool.invoke<{ statusCode: number }>('realtime', event)).statusCode);
  };
  let reportKey = '';
  const askReport = async () => {
    await rounds.teacher.call('POST', '/course/reports', { timeZone: 'Europe/London' });
    const due = await stage.stores.work.due(new Date().toISOString(), 200);
    reportKey = due.find(({ kind }) => kind === 'report')?.key ?? '';
  };
  const reportState = async () =>
    (await rounds.teacher.call<CourseReport>('GET', '/course/reports')).report?.state ?? 'none';
  /** The message again, as the queue does with one that failed. */
  const makeReport = async () => {
    const event = sqsEvent([{ body: { kind: 'report', key: reportKey } }]);
    const { batchItemFailures } = await stage.pool.invoke<{ batchItemFailures: object[] }>('report', event);
    return batchItemFailures.length > 0 ? 'a message that comes again' : `a report that is ${await reportState()}`;
  };
  const reportFaults = async () => {
    const state = await reportState();
    const files = new Set(
      stage.bucket.everything().flatMap((one) => (one.includes('muster-reports/') ? one.split('@')[0] : [])),
    );
    return failing([
      [state === 'ready', `the report is ${state}`],
      [files.size === 1, `${files.size} files`],
    ]);
  };
  const rosterIsDue = async () => {
    const course = await stage.stores.courses.find(rounds.course);
    if (course === null) throw new Error('no course');
    const yesterday = new Date(Date.now() - 25 * 3_600_000).toISOString();
    await stage.stores.courses.put({ ...course, rosterReadAt: yesterday, version: course.version + 1 });
    await stage.stores.work.add({ kind: 'sync-roster', key: rounds.course, dueAt: yesterday, stamp: 's', attempts: 0 });
  };
  const readRoster = () => stage.pool.invoke('sync-roster', scheduleEvent());

  const cases: readonly Away[] = [
    { by: 'web', service: 's3', ...enrolling },
    { by: 'web', service: 'rekognition', ...enrolling },
    { by: 'retain', service: 'rekognition', ...erasing },
    { by: 'retain', service: 's3', ...erasing },
    {
      by: 'retain',
      service: 'sqs',
      async prepare() {
        await openSession();
        // The session is `confirming`, and nothing else is written.
        dieAfter(stage, 'web', 4);
        await rounds.confirm(session);
      },
      async attempt() {
        const before = warnings();
        await comeToRest(stage);
        return warnings() > before ? 'a warning' : 'nothing';
      },
      told: 'a warning',
      faults: () => rounds.faults(session),
    },
    {
      by: 'identify',
      service: 'sqs',
      async attempt() {
        const before = warnings();
        session = await rounds.photograph();
        await stage.delivery.deliver();
        return warnings() > before ? 'a warning' : 'nothing';
      },
      told: 'a warning',
      faults: async () => failing([[(await rounds.stateOf(session)) === 'identified', 'not identified']]),
    },
    {
      by: 'report',
      service: 'dynamodb',
      prepare: askReport,
      attempt: makeReport,
      told: 'a message that comes again',
      again: makeReport,
      faults: reportFaults,
    },
    {
      by: 'report',
      service: 's3',
      prepare: askReport,
      attempt: makeReport,
      told: 'a report that is asked',
      faults: reportFaults,
    },
    {
      by: 'realtime',
      service: 'dynamodb',
      prepare: openSession,
      attempt: () => connect('line-1'),
      told: '503',
      again: async () => expect(await connect('line-2')).toBe('200'),
      faults: async () => failing([[(await lookingNow()).join() === 'line-2', `open: ${(await lookingNow()).join()}`]]),
    },
    {
      by: 'sync-roster',
      service: 'dynamodb',
      prepare: rosterIsDue,
      attempt: () => thrown(readRoster()),
      told: 'an error',
      again: readRoster,
      async faults() {
        const course = await stage.stores.courses.find(rounds.course);
        const { members } = await stage.stores.rosters.read(rounds.course);
        return failing([
          [Date.parse(course?.rosterReadAt ?? '') > Date.now() - 60_000, `read ${course?.rosterReadAt}`],
          [new Set(members.map(({ sub }) => sub)).size === members.length, 'somebody is there twice'],
        ]);
      },
    },
    {
      by: 'web',
      service: 'secrets',
      prepare: async () => stage.pool.coolDown('web'),
      attempt: () => tell(rounds.teacher.raw('GET', '/course')),
      told: '502',
      faults: async () => {
        const told = await tell(rounds.teacher.raw('GET', '/course'));
        return failing([[told === '200', told]]);
      },
    },
  ];

  it.each(cases.map((one) => [one.by, one.service, one.told, one] as const))(
    '%s without %s answers by %s, and does it all once it is back',
    async (by, service, told, { prepare, attempt, again, faults }) => {
      await comeToRest(stage);
      await prepare?.();
      let refused = 0;
      stage.proxy.decide = (call) => {
        if (call.by !== by || call.service !== service) return 'pass';
        refused += 1;
        return 'fail';
      };
      expect(await attempt()).toBe(told);
      expect(refused).toBeGreaterThan(0);
      stage.proxy.calm();
      await again?.();
      await comeToRest(stage);
      expect(await faults()).toEqual([]);
    },
  );
});
