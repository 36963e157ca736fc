import type { CoursePage } from '../../lti-server/http/api-schema/course.ts';
import type { HeldEnrolments } from '../../lti-server/http/api-schema/held-enrolment.ts';
import type { MyRecognition } from '../../lti-server/http/api-schema/student.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { enrolmentPictures } from '../../practice-lms/class/portraits.ts';
import { findCourse, fullName } from '../../practice-lms/people.ts';
import {
  type Client,
  clientFor,
  eventually,
  openPractice,
  pictureForm,
  type RunningPractice,
} from '../support/practice.ts';

const inBoth =
  findCourse('statistics')
    ?.members.filter(({ kind }) => kind === 'student')
    .map(({ id }) => id) ?? [];
const [genuine, impostor] = students.filter(
  ({ id, hard, declines }) => inBoth.includes(id) && hard === null && !declines,
);

describe('an enrolment that resembles somebody else in the class', () => {
  let practice: RunningPractice;
  let teacher: Client;
  let elsewhere: Client;
  let held: HeldEnrolments['held'][number] | undefined;

  const enrol = async (person: string, portrait: string): Promise<MyRecognition> => {
    const student = await clientFor(practice, person);
    const { currentTextVersion: textVersion } = await student.call<MyRecognition>('GET', '/my/recognition');
    await student.call('PUT', '/my/consent', { choice: 'consented', textVersion, language: 'en' });
    const pictures = (await enrolmentPictures(portrait)).slice(0, 3);
    return student.call<MyRecognition>('POST', '/my/enrolment', pictureForm(pictures));
  };

  beforeAll(async () => {
    practice = await openPractice();
    teacher = await clientFor(practice, 'teacher-1');
    elsewhere = await clientFor(practice, 'teacher-1', 'statistics');
    await enrol(genuine?.id ?? '', genuine?.portrait ?? '');
    await eventually(
      () => teacher.call<CoursePage>('GET', '/course'),
      ({ coverage }) => coverage.matchable === 1,
    );
  });
  afterAll(() => practice?.close());

  it('is held for the teacher, and matches nobody meanwhile', async () => {
    const { enrolment } = await enrol(impostor?.id ?? '', genuine?.portrait ?? '');
    expect(enrolment?.state).toBe('held');
    [held] = (await teacher.call<HeldEnrolments>('GET', '/held-enrolments')).held;
    expect(held).toMatchObject({ name: fullName(impostor ?? { givenName: '', familyName: '' }) });
    const page = await teacher.call<CoursePage>('GET', '/course');
    expect(page).toMatchObject({ heldEnrolments: 1, coverage: { matchable: 1 } });
  });

  it('is no business of another course that neither has said yes to', async () => {
    expect(await elsewhere.call<HeldEnrolments>('GET', '/held-enrolments')).toEqual({ held: [] });
    expect((await elsewhere.call<CoursePage>('GET', '/course')).heldEnrolments).toBe(0);
    for (const picture of ['picture', 'resembles']) {
      expect((await elsewhere.raw('GET', `/held-enrolments/${held?.member}/${picture}`)).status).toBe(404);
    }
    expect((await elsewhere.raw('POST', `/held-enrolments/${held?.member}`, { decision: 'accept' })).status).toBe(404);
  });

  it('counts once the teacher has accepted it', async () => {
    for (const picture of ['picture', 'resembles']) {
      expect(
        (await teacher.raw('GET', `/held-enrolments/${held?.member}/${picture}`)).headers.get('content-type'),
      ).toBe('image/jpeg');
    }
    const after = await teacher.call<HeldEnrolments>('POST', `/held-enrolments/${held?.member}`, {
      decision: 'accept',
    });
    expect(after.held).toEqual([]);
    await eventually(
      () => teacher.call<CoursePage>('GET', '/course'),
      ({ coverage }) => coverage.matchable === 2,
    );
  });
});
