import { asId, type CourseId, type SessionId } from '../../core/ids.ts';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { CoursePage, SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import type { Me } from '../../lti-server/http/api-schema/me.ts';
import type { SessionRecords } from '../../lti-server/http/api-schema/record.ts';
import type { ErasureReceipt, MyAttendance, MyRecognition } from '../../lti-server/http/api-schema/student.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { missing, photographs } from '../../practice-lms/class/photographs.ts';
import { enrolmentPictures } from '../../practice-lms/class/portraits.ts';
import { fullName } from '../../practice-lms/people.ts';
import {
  type Client,
  clientFor,
  eventually,
  openPractice,
  pictureForm,
  type RunningPractice,
} from '../support/practice.ts';
import { photograph, takePhotographs } from '../support/take-photographs.ts';

const long = new Date(0).toISOString();
const front = photographs.find(({ name }) => name === 'biology-front');
const someone = students.find(
  ({ id, declines, hard }) =>
    !declines && hard === null && !missing.includes(id) && front?.people.some(({ person }) => person === id),
);

describe('a student who takes back what they said, with a review still open', () => {
  let practice: RunningPractice;
  let teacher: Client;
  let student: Client;
  let confirmed: SessionSummary;
  let open: SessionSummary;
  let receipt: ErasureReceipt;
  const name = fullName(someone ?? { givenName: '', familyName: '' });
  const board = () => teacher.call<Board>('GET', `/sessions/${open.id}`);
  const ownRecord = async () => {
    const { records } = await teacher.call<SessionRecords>('GET', `/sessions/${confirmed.id}/records`);
    return records.find((record) => record.name === name);
  };

  beforeAll(async () => {
    practice = await openPractice();
    teacher = await clientFor(practice, 'teacher-1');
    await teacher.call('GET', '/course');
    student = await clientFor(practice, someone?.id ?? '');
    const { currentTextVersion: textVersion } = await student.call<MyRecognition>('GET', '/my/recognition');
    await student.call('PUT', '/my/consent', { choice: 'consented', textVersion, language: 'en' });
    const pictures = (await enrolmentPictures(someone?.portrait ?? '')).slice(0, 3);
    await student.call('POST', '/my/enrolment', pictureForm(pictures));
    await eventually(
      () => teacher.call<CoursePage>('GET', '/course'),
      ({ coverage }) => coverage.matchable === 1,
    );
    const shot = await photograph(practice, 'biology-front');
    confirmed = await teacher.call<SessionSummary>('POST', '/sessions', {});
    const first = await takePhotographs(practice, teacher, confirmed.id, [shot]);
    const changes = first.members
      .filter(({ status }) => status === null)
      .map(({ id }) => ({ member: id, status: 'absent' }));
    const { reviewVersion } = await teacher.call<Board>('PUT', `/sessions/${confirmed.id}/review/members`, { changes });
    await teacher.call('POST', `/sessions/${confirmed.id}/confirm`, { reviewVersion });
    open = await teacher.call<SessionSummary>('POST', '/sessions', {});
    await takePhotographs(practice, teacher, open.id, [shot]);
    expect((await ownRecord())?.current.evidence.kind).toBe('photo');
    expect((await board()).members.find((member) => member.name === name)?.status).toBe('present');
    receipt = await student.call<ErasureReceipt>('DELETE', '/my/recognition');
  });
  afterAll(() => practice?.close());

  it('is told of everything that went', () => {
    expect(receipt).toMatchObject({ references: 3, templates: 3, galleries: 1, records: 1, galleriesPending: 0 });
    const days = (Date.parse(receipt.backupsUntil ?? '') - Date.parse(receipt.at)) / 86_400_000;
    expect(days).toBe(35);
  });

  it('is nobody’s candidate on the open board, and has to be marked by hand', async () => {
    const { faces, members } = await board();
    const own = members.find((member) => member.name === name);
    expect(own).toMatchObject({ status: null, source: null, face: null });
    expect(faces.flatMap(({ candidates }) => candidates)).toEqual([]);
    const { course } = await teacher.call<Me>('GET', '/me');
    const { captures } = practice.muster.services;
    const kept = await captures.list(asId<CourseId>(course?.id ?? ''), asId<SessionId>(open.id), long);
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain(own?.id);
  });

  it('keeps the attendance and who confirmed it, without a number that was measured', async () => {
    const record = await ownRecord();
    expect(record?.current).toMatchObject({ status: 'present', evidence: { kind: 'photo-erased' } });
    expect(record?.current.byName).toBe('Aiko Ito');
    const { sessions } = await student.call<MyAttendance>('GET', '/my/attendance');
    expect(sessions).toHaveLength(1);
    expect(JSON.stringify(sessions)).not.toMatch(/similarity|captureHash/);
  });

  it('can be said again without changing anything', async () => {
    expect(await student.call<ErasureReceipt>('DELETE', '/my/recognition')).toMatchObject({
      references: 0,
      records: 0,
    });
  });
});
