import type { Board, CaptureTicket } from '../../lti-server/http/api-schema/board.ts';
import type { SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import type { MyRecognition } from '../../lti-server/http/api-schema/student.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { enrolmentPictures } from '../../practice-lms/class/portraits.ts';
import { badPictures, nobody, oddVersions } from '../support/bad-pictures.ts';
import {
  type Client,
  clientFor,
  eventually,
  openPractice,
  pictureForm,
  type RunningPractice,
} from '../support/practice.ts';
import { photograph, takePhotographs } from '../support/take-photographs.ts';

interface Problem {
  readonly code: string;
  readonly status: number;
  readonly detail?: string;
  readonly reference: string;
}
const learner = students.find(({ declines, hard }) => !declines && hard === null);

describe('what bad input gets', () => {
  let practice: RunningPractice;
  let student: Client;
  let teacher: Client;
  let session: SessionSummary;
  let good: readonly Buffer[];

  const expectProblem = async (answer: Response, code: string, status: number) => {
    const body = await answer.text();
    const problem = JSON.parse(body) as Problem;
    expect(problem).toMatchObject({ code, status });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(problem.reference).toMatch(/^[0-9a-f-]{36}$/);
    expect(body).not.toMatch(/node_modules|\.ts:|at Object/);
  };
  const ticket = () => teacher.call<CaptureTicket>('POST', `/sessions/${session.id}/captures`);
  const send = (url: string, pictures: readonly Uint8Array[]) =>
    fetch(practice.toolUrl + url, { method: 'POST', body: pictureForm(pictures) });
  const stored = (folder: string) => practice.muster.services.media.list(folder);

  beforeAll(async () => {
    practice = await openPractice();
    good = await enrolmentPictures(learner?.portrait ?? '');
    student = await clientFor(practice, learner?.id ?? '');
    const { currentTextVersion: textVersion } = await student.call<MyRecognition>('GET', '/my/recognition');
    await student.call('PUT', '/my/consent', { choice: 'consented', textVersion, language: 'en' });
    teacher = await clientFor(practice, 'teacher-1');
    session = await teacher.call<SessionSummary>('POST', '/sessions', {});
  });
  afterAll(() => practice?.close());

  describe.each([...badPictures, nobody].map((bad) => [bad.name, bad] as const))('%s', (_, bad) => {
    it('is refused at enrolment, and nothing is kept', async () => {
      const picture = await bad.make();
      const pictures = [good[0] ?? picture, good[1] ?? picture, picture];
      await expectProblem(await student.raw('POST', '/my/enrolment', pictureForm(pictures)), bad.code, bad.status);
      expect(await stored('references/')).toEqual([]);
      expect((await student.call<MyRecognition>('GET', '/my/recognition')).enrolment).toBeNull();
    });
  });

  describe.each(badPictures.map((bad) => [bad.name, bad] as const))('%s', (_, bad) => {
    it('is refused as a class picture, and nothing is kept', async () => {
      const before = await stored('captures/');
      const { capture, upload } = await ticket();
      await expectProblem(await send(upload.url, [await bad.make()]), bad.code, bad.status);
      expect(await stored('captures/')).toEqual(before);
      const { captures } = await teacher.call<Board>('GET', `/sessions/${session.id}`);
      expect(captures.find(({ id }) => id === capture)?.state ?? 'awaited').toBe('awaited');
    });
  });

  it('a class picture without a face is compared and has none', async () => {
    const own = await teacher.call<SessionSummary>('POST', '/sessions', { title: 'Nobody there' });
    const board = await takePhotographs(practice, teacher, own.id, [await nobody.make()]);
    expect(board.captures[0]).toMatchObject({ state: 'identified', facesFound: 0 });
  });

  it.each(oddVersions.map((odd) => [odd.name, odd] as const))(
    'a good picture %s is read like the picture itself',
    async (_, odd) => {
      const picture = await odd.of(good[0] ?? new Uint8Array());
      expect(await student.call('POST', '/my/enrolment/check', pictureForm([picture]))).toMatchObject({
        fault: null,
        faces: 1,
      });
    },
  );

  it('several faces are refused at enrolment', async () => {
    const room = await photograph(practice, 'biology-front');
    expect(await student.call('POST', '/my/enrolment/check', pictureForm([room]))).toMatchObject({
      fault: 'SEVERAL_FACES',
    });
    await expectProblem(
      await student.raw('POST', '/my/enrolment', pictureForm([room, room, room])),
      'SEVERAL_FACES',
      422,
    );
  });

  it('three pictures of two people are refused', async () => {
    const other = students.find(({ id, declines, hard }) => id !== learner?.id && !declines && hard === null);
    const [theirs] = await enrolmentPictures(other?.portrait ?? '');
    const pictures = [good[0], good[1], theirs].flatMap((picture) => (picture === undefined ? [] : [picture]));
    await expectProblem(await student.raw('POST', '/my/enrolment', pictureForm(pictures)), 'FACES_DIFFER', 422);
  });

  it('a ticket serves once', async () => {
    const { upload } = await ticket();
    const picture = await photograph(practice, 'biology-front');
    expect((await send(upload.url, [picture])).ok).toBe(true);
    await expectProblem(await send(upload.url, [picture]), 'UPLOAD_EXPIRED', 410);
    await eventually(
      () => teacher.call<Board>('GET', `/sessions/${session.id}`),
      ({ open }) => open.captures === 0,
    );
  });

  it('a ticket that was never issued is refused', async () => {
    await expectProblem(
      await send('/api/uploads/nothing-of-ours', [good[0] ?? new Uint8Array()]),
      'UPLOAD_EXPIRED',
      410,
    );
  });

  it.each([
    ['no file', () => new FormData()],
    ['two files', () => pictureForm([good[0] ?? new Uint8Array(), good[1] ?? new Uint8Array()])],
  ])('an upload with %s is refused', async (_, form) => {
    const { upload } = await ticket();
    await expectProblem(
      await fetch(practice.toolUrl + upload.url, { method: 'POST', body: form() }),
      'REQUEST_INVALID',
      400,
    );
  });

  it('broken JSON, and fields that are none of ours, are refused', async () => {
    const headers = { Authorization: `Bearer ${teacher.bearer}`, 'Content-Type': 'application/json' };
    const post = (body: string) => fetch(`${practice.toolUrl}/api/sessions`, { method: 'POST', headers, body });
    await expectProblem(await post('{"startsAt":'), 'REQUEST_INVALID', 400);
    await expectProblem(await post('{"startsAt":"yesterday"}'), 'REQUEST_INVALID', 400);
    await expectProblem(await post(`{"title":"${'x'.repeat(2_000_000)}"}`), 'REQUEST_TOO_LARGE', 413);
  });

  it('another course’s session is not there', async () => {
    const elsewhere = await clientFor(practice, 'teacher-1', 'statistics');
    await expectProblem(await elsewhere.raw('GET', `/sessions/${session.id}`), 'NOT_FOUND', 404);
    await expectProblem(await elsewhere.raw('DELETE', `/sessions/${session.id}`), 'NOT_FOUND', 404);
  });

  it('without a bearer, or with a wrong one, nothing is told', async () => {
    await expectProblem(await fetch(`${practice.toolUrl}/api/course`), 'SESSION_EXPIRED', 401);
    const wrong = { Authorization: 'Bearer 0000000000000000000000000000000000000000000' };
    await expectProblem(await fetch(`${practice.toolUrl}/api/course`, { headers: wrong }), 'SESSION_EXPIRED', 401);
  });
});
