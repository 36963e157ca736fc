import type { Board, CaptureTicket } from '../../lti-server/http/api-schema/board.ts';
import type { MyCheckIns, ShownCode } from '../../lti-server/http/api-schema/check-in.ts';
import type { CoursePage, SessionSummary, Settings } from '../../lti-server/http/api-schema/course.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { photographs } from '../../practice-lms/class/photographs.ts';
import { enrolStudents } from '../../practice-lms/enrol-students.ts';
import { launchAs } from '../../practice-lms/http-launch.ts';
import { findCourse, fullName } from '../../practice-lms/people.ts';
import { type AwsStage, mediaBucket, openStage } from '../support/aws/stage.ts';
import { photographOf, uploadToBucket } from '../support/aws/upload.ts';
import { type Client, clientOf, eventually } from '../support/practice.ts';

/** Three who are in the photograph and recognise well. */
const inFront = new Set(photographs.find(({ name }) => name === 'biology-front')?.people.map(({ person }) => person));
const some = students.filter(({ id, hard, declines }) => inFront.has(id) && hard === null && !declines).slice(0, 3);

const byCode = students.find(({ declines }) => declines)?.id ?? '';

const story = (name: string, open: () => Promise<AwsStage>) =>
  describe(`from a launch to a confirmed grade through the packaged functions alone, ${name}`, () => {
    let stage: AwsStage;
    let end: () => Promise<void>;
    let teacher: Client;
    let session: SessionSummary;

    const clientFor = async (person: string): Promise<Client> => {
      const { bearer, status } = await launchAs(stage.lmsUrl, person, 'biology-101');
      if (bearer === null) throw new Error(`launch refused: ${status}`);
      return clientOf(stage, bearer);
    };
    const coursePage = () => teacher.call<CoursePage>('GET', '/course');
    const board = () => teacher.call<Board>('GET', `/sessions/${session.id}`);
    const gradebook = () => {
      const { state } = stage.lms.platform;
      const [item] = state.lineItems;
      return item === undefined ? {} : (state.scores[item.id] ?? {});
    };

    beforeAll(async () => {
      stage = await open();
      end = stage.delivery.begin();
    });
    afterAll(async () => {
      await end?.();
      await stage?.close();
    });

    it('launches, and students enrol', async () => {
      const course = findCourse('biology-101');
      if (course === null) throw new Error('no course');
      const members = course.members.filter(({ id }) => some.some((student) => student.id === id));
      const progress = await enrolStudents(stage.lmsUrl, stage.toolUrl, { ...course, members }, () => {});
      expect(progress.failures).toEqual([]);
      expect(progress.enrolled).toBe(3);
      teacher = await clientFor('teacher-1');
      await eventually(coursePage, ({ coverage }) => coverage.matchable === 3, 90);
    });

    it('takes a photograph straight to the bucket, and names who is in it', async () => {
      session = await teacher.call<SessionSummary>('POST', '/sessions', {});
      const ticket = await teacher.call<CaptureTicket>('POST', `/sessions/${session.id}/captures`);
      expect(new URL(ticket.upload.url).origin).toBe(stage.proxy.urlOf('s3'));
      expect(await uploadToBucket(ticket, await photographOf(stage, 'biology-front'))).toBe(204);
      const seen = await eventually(board, ({ captures }) => captures[0]?.state === 'identified', 90);
      const named = seen.faces.flatMap(({ member }) => seen.members.find(({ id }) => id === member)?.name ?? []);
      expect(named.sort()).toEqual(some.map(fullName).sort());
      expect(await stage.media.list('uploads/')).toEqual([]);
    });

    it('lets somebody check in who said no to recognition', async () => {
      const wanted = { minutes: 10, lateAfterMinutes: null, changing: true };
      const shown = await teacher.call<ShownCode>('POST', `/sessions/${session.id}/check-in`, wanted);
      const student = await clientFor(byCode);
      const { sessions } = await student.call<MyCheckIns>('GET', '/my/check-ins');
      expect(sessions.map(({ id }) => id)).toEqual([session.id]);
      await student.call('POST', `/my/sessions/${session.id}/check-in`, { code: shown.open?.code });
      const { members } = await board();
      expect(members.filter(({ source }) => source === 'code')).toHaveLength(1);
      expect(await teacher.call('DELETE', `/sessions/${session.id}/check-in`)).toMatchObject({ open: null });
    });

    it('shows the picture and a crop of it', async () => {
      const { captures, faces } = await board();
      const picture = await teacher.raw('GET', `/sessions/${session.id}/captures/${captures[0]?.id}/picture`);
      const crop = await teacher.raw('GET', `/sessions/${session.id}/faces/${faces[0]?.id}/crop`);
      for (const answer of [picture, crop]) {
        expect(answer.headers.get('content-type')).toBe('image/jpeg');
        expect([...new Uint8Array(await answer.arrayBuffer()).subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
      }
    });

    it('records what the teacher confirms, erases every version of the pictures, and fills the gradebook', async () => {
      const settings = await teacher.call<Settings>('GET', '/settings');
      await teacher.call('PUT', '/settings', {
        lateCredit: 0.8,
        gradeColumnOn: true,
        seen: { lateCredit: settings.lateCredit, gradeColumnOn: settings.gradeColumnOn },
      });
      const before = await board();
      const changes = before.members
        .filter(({ status }) => status === null)
        .map(({ id }) => ({ member: id, status: 'absent' }));
      const { reviewVersion } = await teacher.call<Board>('PUT', `/sessions/${session.id}/review/members`, { changes });
      await teacher.call('POST', `/sessions/${session.id}/confirm`, { reviewVersion });
      const page = await eventually(coursePage, ({ gradebook: sent }) => sent.confirmed === before.members.length, 120);
      expect(page.gradebook).toMatchObject({ pending: 0, refused: 0 });
      for (const { id } of students) {
        const present = id === byCode || some.some((student) => student.id === id);
        expect(gradebook()[id]?.score).toBe(present ? 100 : 0);
      }
      const kept = stage.bucket.everything().filter((one) => !one.startsWith(`${mediaBucket}/references/`));
      expect(kept).toEqual([]);
    });

    it('leaves no work, no message and no dead letter behind', async () => {
      const left = await eventually(
        async () => (await stage.stores.work.due(new Date().toISOString(), 100)).map(({ kind }) => kind),
        (kinds) => kinds.length === 0,
      );
      expect(left).toEqual([]);
      expect(await stage.queues.count(stage.queues.deadLetters)).toBe(0);
      const troubles = stage.pool.logs.filter(({ text }) => /"level":"(ERROR|CRITICAL)"/.test(text));
      expect(troubles).toEqual([]);
      // What showed the past was read, and nothing came of it.
      if (stage.proxy.stale) expect(stage.proxy.staleAnswers).toBeGreaterThan(0);
    });
  });

story('as AWS is most of the time', () => openStage());
story('with stale reads of the index and users that become ACTIVE late', async () => {
  const stage = await openStage({ settleMs: 1_500 });
  stage.proxy.stale = true;
  return stage;
});
