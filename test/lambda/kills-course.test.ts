import { randomUUID } from 'node:crypto';
import { asId, type MemberId, type SessionId } from '../../core/ids.ts';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { ShownCode } from '../../lti-server/http/api-schema/check-in.ts';
import type { SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import type { DisputesPage } from '../../lti-server/http/api-schema/dispute.ts';
import type { SessionRecords } from '../../lti-server/http/api-schema/record.ts';
import type { CourseReport, ReportLink } from '../../lti-server/http/api-schema/report.ts';
import { launchAs } from '../../practice-lms/http-launch.ts';
import {
  comeToRest,
  type Doing,
  dieAfter,
  expectSurvival,
  failEachKindOnce,
  letLeaseRunOut,
} from '../support/aws/deaths.ts';
import { scheduleEvent, sqsEvent } from '../support/aws/events.ts';
import { insisting, openRoundStage, type Rounds } from '../support/aws/round.ts';
import type { AwsStage } from '../support/aws/stage.ts';
import { failing } from '../support/crash-points.ts';
import { clientOf } from '../support/practice.ts';

describe('a course, whose packaged functions die or fail', () => {
  let stage: AwsStage;
  let rounds: Rounds;
  let bodies: string[];
  beforeAll(async () => {
    ({ stage, rounds, bodies } = await openRoundStage({ tries: 1_000, visibilitySeconds: 1 }));
  });
  afterAll(() => stage?.close());

  const check = <T>(what: string, least: number, doing: Doing<T>) => expectSurvival(stage, what, least, doing);
  const openSession = async () => (await rounds.teacher.call<SessionSummary>('POST', '/sessions', {})).id;
  /** A picture that waits for its review, as `identify` leaves it. */
  const plantPicture = async (session: string, id: string) => {
    const mediaKey = `captures/${rounds.course}/${session}/${id}.jpg`;
    await stage.media.put(mediaKey, Uint8Array.from([1]));
    await stage.stores.captures.put(rounds.course, {
      id: asId(id),
      session: asId(session),
      state: 'identified',
      mediaKey,
      takenAt: new Date().toISOString(),
      width: 10,
      height: 10,
      hash: 'h',
      facesCompared: 0,
      facesFound: 0,
      faces: [],
      engine: null,
      failure: null,
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      version: 1,
    });
  };

  // First, while the course has few sessions: each of them is a write.
  it('report: a course’s records as a file', async () => {
    await rounds.confirm(await openSession());
    await comeToRest(stage);
    const asked = () => rounds.teacher.call<CourseReport>('GET', '/course/reports');
    const ask = () => rounds.teacher.call('POST', '/course/reports', { timeZone: 'Europe/London' });
    const faults = async () => {
      const { report } = await asked();
      if (report?.state !== 'ready') return [`the report is ${report?.state}`];
      const { url } = await rounds.teacher.call<ReportLink>('POST', '/course/reports/link');
      const lines = (await (await fetch(url)).text()).trim().split('\n');
      const files = new Set(
        stage.bucket.everything().flatMap((one) => (one.includes('muster-reports/') ? one.split('@')[0] : [])),
      );
      const tasks = await stage.stores.work.due('9999-12-31T00:00:00.000Z', 200);
      return failing([
        [lines.length > 10 && new Set(lines).size === lines.length, 'the file is not whole'],
        [files.size === 1, `${files.size} files`],
        [tasks.filter(({ kind }) => kind === 'report').length === 1, 'nobody will erase it'],
      ]);
    };
    await check('web, report', 2, { by: 'web', prepare: async () => {}, act: ask, again: ask, faults });
    await check('report', 4, {
      by: 'report',
      async prepare() {
        await ask();
        const tasks = await stage.stores.work.due(new Date().toISOString(), 200);
        const due = tasks.filter(({ kind }) => kind === 'report');
        // Of who died after its task was done.
        for (const { key } of due) await stage.table.remove(`LEASE#report/${key}`, 'LEASE');
        return due.map(({ kind, key }) => ({ body: { kind, key } }));
      },
      act: (messages) => stage.pool.invoke('report', sqsEvent(messages)),
      faults,
    });

    for (const fate of ['fail', 'lose'] as const) {
      const failed = failEachKindOnce(stage, fate);
      await insisting(ask, 30);
      await comeToRest(stage);
      stage.proxy.calm();
      expect(await faults()).toEqual([]);
      expect([...failed]).toEqual(expect.arrayContaining(['report s3 PUT', 'report dynamodb PutItem']));
    }
    Object.assign(stage.delivery, { copies: 3, newestFirst: true });
    await ask();
    await comeToRest(stage);
    Object.assign(stage.delivery, { copies: 1, newestFirst: false });
    expect(await faults()).toEqual([]);
  });

  it('web: a teacher confirms', async () => {
    await check('web, confirm', 12, {
      by: 'web',
      async prepare() {
        const session = await openSession();
        await plantPicture(session, 'k1');
        return session;
      },
      // Looks again where no answer came, and confirms what is not confirmed yet.
      act: (session) => rounds.confirm(session),
      async faults(session) {
        const records = await stage.stores.records.listOfSession(rounds.course, asId(session));
        const found = await rounds.faults(session);
        const doubled = records.filter(({ history }) => history.length > 0).length;
        return [
          ...found,
          ...failing([
            [records.length > 3, 'no records'],
            [doubled === 0, `${doubled} records twice`],
          ]),
        ];
      },
    });
  });

  it('retain: a confirmation and its scores, left behind by who died', async () => {
    await check('retain, confirm', 11, {
      by: 'retain',
      // Its scores are published as everybody's are: where `publish` dies is seen in kills.test.ts.
      most: 16,
      async prepare() {
        const session = await openSession();
        await plantPicture(session, 'k1');
        // After the review, the task and its message: the session is `confirming`, and nothing else is written.
        dieAfter(stage, 'web', 4);
        await rounds.confirm(session);
        stage.proxy.calm();
        const found = await stage.stores.sessions.find(rounds.course, asId(session));
        if (found?.state !== 'confirming') throw new Error(`it is ${found?.state}`);
        return session;
      },
      act: () => comeToRest(stage),
      faults: (session) => rounds.faults(session),
    });
  });

  it('web: a teacher corrects a record', async () => {
    const session = await openSession();
    await rounds.confirm(session);
    await comeToRest(stage);
    const read = async () => {
      const { records } = await rounds.teacher.call<SessionRecords>('GET', `/sessions/${session}/records`);
      const [record] = records;
      if (record === undefined) throw new Error('no record');
      return record;
    };
    const { member } = await read();
    await check('web, correct', 7, {
      by: 'web',
      async prepare() {
        const { current, history, version } = await read();
        bodies.length = 0;
        return {
          status: current.status === 'present' ? 'absent' : 'present',
          version,
          entries: history.length + 1,
        } as const;
      },
      act: ({ status, version }) =>
        rounds.teacher.call('PUT', `/sessions/${session}/records/${member}`, { status, version, reason: 'seen' }),
      async again({ status, version }) {
        if ((await read()).current.status === status) return;
        await rounds.teacher.call('PUT', `/sessions/${session}/records/${member}`, { status, version, reason: 'seen' });
      },
      async faults({ status, entries }) {
        const { current, history } = await read();
        const digests = await stage.stores.digests.list(rounds.course);
        const told = digests.find((one) => one.session === session)?.statuses.get(asId<MemberId>(member));
        const [entry] = (await stage.stores.ledger.list(rounds.course)).filter((one) => one.member === member);
        return failing([
          [current.status === status, `the record is ${current.status}`],
          [history.length === entries, `${history.length} entries instead of ${entries}`],
          [told === status, `the digest says ${told}`],
          [entry?.state === 'confirmed', `the score is ${entry?.state}`],
          [new Set(bodies).size === 1, `${new Set(bodies).size} scores were sent`],
        ]);
      },
    });
  });

  it('web: a student says that a record is not right, and a teacher agrees', async () => {
    const session = await openSession();
    await rounds.confirm(session);
    await comeToRest(stage);
    const { members } = await stage.stores.rosters.read(rounds.course);
    const [person] = members.filter(({ role, testUser }) => role === 'student' && !testUser);
    if (person === undefined) throw new Error('no student');
    const student = clientOf(stage, (await launchAs(stage.lmsUrl, person.sub, 'statistics')).bearer ?? '');
    const of = [rounds.course, asId<SessionId>(session), person.id] as const;
    const read = async () => {
      const [record, dispute] = await Promise.all([
        stage.stores.records.find(...of),
        stage.stores.disputes.find(...of),
      ]);
      if (record === null) throw new Error('no record');
      return { record, dispute };
    };
    /** Never what stands. */
    const wantedNow = async () => ((await read()).record.status === 'present' ? 'excused' : 'present');
    const say = async (wanted: string) => {
      await student.call('POST', `/my/sessions/${session}/dispute`, { wanted, reason: 'a note' });
    };
    await check('web, dispute', 1, {
      by: 'web',
      async prepare() {
        const { dispute } = await read();
        if (dispute?.state === 'open') await student.call('DELETE', `/my/sessions/${session}/dispute`);
        return wantedNow();
      },
      act: say,
      again: say,
      async faults(wanted) {
        const { record, dispute } = await read();
        return failing([
          [dispute?.state === 'open' && dispute.wanted === wanted, `the dispute is ${dispute?.state}`],
          [record.history.length === 0, 'the record was changed'],
        ]);
      },
    });

    const agree = async () => {
      const { disputes } = await rounds.teacher.call<DisputesPage>('GET', '/disputes');
      for (const { version, recordVersion, ...one } of disputes.filter((said) => said.session === session))
        await rounds.teacher.call('PUT', `/disputes/${session}/${one.member}`, {
          decision: 'correct',
          version,
          recordVersion,
        });
    };
    await check('web, agree', 8, {
      by: 'web',
      async prepare() {
        const wanted = await wantedNow();
        await say(wanted);
        bodies.length = 0;
        return { wanted, entries: (await read()).record.history.length + 1 };
      },
      act: agree,
      // Looks at the page again, and agrees to what waits there.
      again: agree,
      async faults({ wanted, entries }) {
        const { record, dispute } = await read();
        const digests = await stage.stores.digests.list(rounds.course);
        const told = digests.find((one) => one.session === session)?.statuses.get(person.id);
        const [entry] = (await stage.stores.ledger.list(rounds.course)).filter((one) => one.member === person.id);
        return failing([
          [record.status === wanted, `the record is ${record.status}`],
          [record.history.length === entries, `${record.history.length} entries instead of ${entries}`],
          [dispute?.state === 'corrected', `the dispute is ${dispute?.state}`],
          [dispute?.answer?.at === record.at, 'the answer is of another entry'],
          [told === wanted, `the digest says ${told}`],
          [entry?.state === 'confirmed', `the score is ${entry?.state}`],
        ]);
      },
    });
  });

  it('web: a ticket for an upload is asked for', async () => {
    const session = await openSession();
    const captures = () => stage.stores.captures.list(rounds.course, asId(session), new Date(0).toISOString());
    await check('web, ticket', 3, {
      by: 'web',
      prepare: async () => (await captures()).map(({ id }) => id),
      act: () => rounds.teacher.call('POST', `/sessions/${session}/captures`),
      again: () => rounds.teacher.call('POST', `/sessions/${session}/captures`),
      async faults(before) {
        const faults: string[] = [];
        const now = await captures();
        if (now.length <= before.length) faults.push('no place for a picture');
        for (const { id } of now) {
          const task = await stage.stores.work.find('expire-captures', `${rounds.course}/${session}/${id}`);
          if (task === null) faults.push('a place that nobody will take away');
        }
        return faults;
      },
    });
  });

  it('web: a student checks in', async () => {
    const session = await openSession();
    const wanted = { minutes: 60, lateAfterMinutes: null, changing: false };
    await rounds.teacher.call('POST', `/sessions/${session}/check-in`, wanted);
    const { open } = await rounds.teacher.call<ShownCode>('GET', `/sessions/${session}/check-in`);
    const { members } = await stage.stores.rosters.read(rounds.course);
    const [person] = members.filter(({ role, testUser }) => role === 'student' && !testUser);
    if (person === undefined) throw new Error('no student');
    const student = clientOf(stage, (await launchAs(stage.lmsUrl, person.sub, 'statistics')).bearer ?? '');
    const say = () => student.call('POST', `/my/sessions/${session}/check-in`, { code: open?.code });
    await check('web, check-in', 2, {
      by: 'web',
      prepare: () => stage.stores.checkIns.removeAll(rounds.course, asId(session)),
      act: say,
      again: say,
      async faults() {
        const said = await stage.stores.checkIns.list(rounds.course, asId(session));
        const board = await rounds.teacher.call<Board>('GET', `/sessions/${session}`);
        const proposed = board.members.filter(({ source }) => source === 'code').map(({ id }) => id);
        return failing([
          [said.length === 1 && said[0]?.member === person.id, `${said.length} are checked in`],
          [proposed.join() === person.id, `the board proposes ${proposed.length}`],
        ]);
      },
    });
  });

  it('web: a launch', async () => {
    await check('web, launch', 5, {
      by: 'web',
      async prepare() {
        const course = await stage.stores.courses.find(rounds.course);
        const [student] = (await stage.stores.rosters.read(rounds.course)).members.filter(
          ({ role }) => role === 'student',
        );
        if (course === null || student === undefined) throw new Error('no course');
        // As if nobody had opened it today, nor this student ever.
        await stage.stores.courses.put({ ...course, openedOn: '2026-01-01', version: course.version + 1 });
        await stage.table.remove(`COURSE#${rounds.course}`, `MEMBER#${student.id}`);
        const task = await stage.stores.work.find('sync-roster', rounds.course);
        if (task !== null) await stage.stores.work.done(task);
        return student;
      },
      act: ({ sub }) => launchAs(stage.lmsUrl, sub, 'statistics'),
      async faults({ id, sub }) {
        const { bearer } = await launchAs(stage.lmsUrl, sub, 'statistics');
        const answer = await clientOf(stage, bearer ?? '').raw('GET', '/my/attendance');
        const { members } = await stage.stores.rosters.read(rounds.course);
        return failing([
          [answer.status === 200, `the page answers ${answer.status}`],
          [members.filter((one) => one.id === id).length === 1, 'not once on the roster'],
          [(await stage.stores.work.find('sync-roster', rounds.course)) !== null, 'nobody will read the roster'],
        ]);
      },
    });
  });

  it('retain: a picture whose time is over, with its upload', async () => {
    await check('retain, expire', 5, {
      by: 'retain',
      async prepare() {
        const session = await openSession();
        await plantPicture(session, 'k1');
        await stage.media.put(`uploads/${rounds.course}/${session}/k1/t1`, Uint8Array.from([1]));
        await stage.delivery.deliver();
        const [key, dueAt] = [`${rounds.course}/${session}/k1`, new Date(Date.now() - 1_000).toISOString()];
        await stage.stores.work.add({ kind: 'expire-captures', key, dueAt, stamp: 's', attempts: 0 });
        await stage.media.put(`uploads/${key}/t1`, Uint8Array.from([1]));
        return session;
      },
      act: () => stage.delivery.minute(),
      faults: async (session) => {
        const kept = stage.bucket.everything().filter((one) => one.includes(`/${session}/`));
        const items = await stage.stores.captures.list(rounds.course, asId(session), new Date(0).toISOString());
        return failing([
          [kept.length === 0, `kept: ${kept.join()}`],
          [items.length === 0, 'a capture without a picture'],
        ]);
      },
    });
  });

  it('sync-roster: somebody new, somebody with another name, somebody gone', async () => {
    await check('sync-roster', 7, {
      by: 'sync-roster',
      async prepare() {
        const course = await stage.stores.courses.find(rounds.course);
        const { members } = await stage.stores.rosters.read(rounds.course);
        const [one, two] = members.filter(({ role, id }) => role === 'student' && id !== 'm_gone');
        if (course === null || one === undefined || two === undefined) throw new Error('no course');
        const yesterday = new Date(Date.now() - 25 * 3_600_000).toISOString();
        await stage.table.remove(`COURSE#${rounds.course}`, `MEMBER#${one.id}`);
        const gone = { ...one, id: asId<MemberId>('m_gone'), sub: 'gone', state: 'active' as const, missingOn: [] };
        await stage.stores.rosters.putMembers(rounds.course, [{ ...two, name: 'Another' }, gone]);
        await stage.stores.courses.put({ ...course, rosterReadAt: yesterday, version: course.version + 1 });
        const task = {
          kind: 'sync-roster',
          key: rounds.course,
          dueAt: yesterday,
          stamp: randomUUID(),
          attempts: 0,
        } as const;
        await stage.stores.work.add(task);
        return { one, two };
      },
      act: () => stage.pool.invoke('sync-roster', scheduleEvent()),
      async again() {
        await letLeaseRunOut(stage, `sync-roster/${rounds.course}`);
        await stage.pool.invoke('sync-roster', scheduleEvent());
      },
      async faults({ one, two }) {
        const { members } = await stage.stores.rosters.read(rounds.course);
        const of = (id: MemberId) => members.filter((member) => member.id === id);
        const task = await stage.stores.work.find('sync-roster', rounds.course);
        return failing([
          [of(one.id).length === 1 && of(one.id)[0]?.name === one.name, 'who is new is not there once'],
          [of(two.id)[0]?.name === two.name, 'a name was not changed'],
          [of(asId<MemberId>('m_gone'))[0]?.missingOn.length === 1, 'who is gone is not missing once'],
          [(task?.dueAt ?? '') > new Date(Date.now() + 80_000_000).toISOString(), 'it is not read tomorrow'],
        ]);
      },
    });
  });
});
