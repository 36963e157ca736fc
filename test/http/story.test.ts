import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { CoursePage, SessionSummary, Settings } from '../../lti-server/http/api-schema/course.ts';
import type { SessionRecords } from '../../lti-server/http/api-schema/record.ts';
import type { MyAttendance, MyRecognition } from '../../lti-server/http/api-schema/student.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { missing, photographs } from '../../practice-lms/class/photographs.ts';
import { enrolStudents } from '../../practice-lms/enrol-students.ts';
import { findCourse, fullName } from '../../practice-lms/people.ts';
import { type Client, clientFor, eventually, openPractice, type RunningPractice } from '../support/practice.ts';
import { personAt } from '../support/practice-class.ts';
import { photograph, takePhotographs } from '../support/take-photographs.ts';

const biology = findCourse('biology-101');
const declining = students.find(({ declines }) => declines);
const nameOf = (id: string) =>
  fullName(students.find((student) => student.id === id) ?? { givenName: '', familyName: '' });

describe('from a photograph of the class to the gradebook, over HTTP', () => {
  let practice: RunningPractice;
  let teacher: Client;
  let session: SessionSummary;
  let board: Board;

  const gradebook = () => {
    const { state } = practice.lms.platform;
    const [item] = state.lineItems;
    return item === undefined ? {} : (state.scores[item.id] ?? {});
  };
  const coursePage = () => teacher.call<CoursePage>('GET', '/course');

  beforeAll(async () => {
    practice = await openPractice();
    if (biology === null) throw new Error('no course');
    const progress = await enrolStudents(practice.lmsUrl, practice.toolUrl, biology, () => {});
    expect(progress.failures).toEqual([]);
    teacher = await clientFor(practice, 'teacher-1');
    await eventually(coursePage, ({ coverage }) => coverage.matchable === 27);
    session = await teacher.call<SessionSummary>('POST', '/sessions', {});
    board = await takePhotographs(practice, teacher, session.id, [
      await photograph(practice, 'biology-front'),
      await photograph(practice, 'biology-back'),
    ]);
  });
  afterAll(() => practice?.close());

  it('names everybody who is in the overlapping shots rightly, and nobody wrongly', () => {
    const shown = photographs.filter(({ name }) => name === 'biology-front' || name === 'biology-back');
    for (const face of board.faces) {
      const shot = shown[board.captures.findIndex(({ id }) => id === face.capture)];
      const placed = shot === undefined ? undefined : personAt(face.box, shot);
      const member = board.members.find(({ id }) => id === face.member);
      if (member !== undefined) expect(member.name).toBe(nameOf(placed?.person ?? ''));
      if (placed?.expected === 'never-matched') expect(face.member).toBeNull();
      if (placed?.expected === 'match-or-review') expect(face.candidates[0]?.name).toBe(nameOf(placed.person));
    }
  });

  it('leaves those who were not seen undecided, and does not let it be confirmed so', async () => {
    const undecided = board.members.filter(({ status }) => status === null).map(({ name }) => name);
    for (const id of [...missing, declining?.id ?? '']) expect(undecided).toContain(nameOf(id));
    const refused = await teacher.raw('POST', `/sessions/${session.id}/confirm`, {
      reviewVersion: board.reviewVersion,
    });
    expect(refused.status).toBe(409);
    expect(((await refused.json()) as { code: string }).code).toBe('SESSION_UNDECIDED');
  });

  it('records what the teacher confirms, erases the pictures, and fills the gradebook', async () => {
    const settings = await teacher.call<Settings>('GET', '/settings');
    await teacher.call('PUT', '/settings', {
      lateCredit: 0.8,
      gradeColumnOn: true,
      seen: { lateCredit: settings.lateCredit, gradeColumnOn: settings.gradeColumnOn },
    });
    const changes = board.members
      .filter(({ status }) => status === null)
      .map(({ id, name }) => ({ member: id, status: name === nameOf(declining?.id ?? '') ? 'present' : 'absent' }));
    const decided = await teacher.call<Board>('PUT', `/sessions/${session.id}/review/members`, { changes });
    expect(decided.open).toEqual({ faces: 0, members: 0, captures: 0 });
    const confirmed = await teacher.call<Board>('POST', `/sessions/${session.id}/confirm`, {
      reviewVersion: decided.reviewVersion,
    });
    expect(confirmed.session.state).toBe('confirmed');
    expect(confirmed.session.counts).toEqual({ present: 25, late: 0, absent: 3, excused: 0 });
    expect(confirmed.captures).toEqual([]);
    expect(await practice.muster.services.media.list('captures/')).toEqual([]);

    await eventually(coursePage, ({ gradebook: { confirmed: sent } }) => sent === 28);
    for (const { id } of students) expect(gradebook()[id]?.score).toBe(missing.includes(id) ? 0 : 100);
  });

  it('keeps numbers as evidence and no picture', async () => {
    const { records } = await teacher.call<SessionRecords>('GET', `/sessions/${session.id}/records`);
    const seen = records.filter(({ current }) => current.evidence.kind === 'photo');
    expect(seen).toHaveLength(24);
    for (const { current } of seen) {
      if (current.evidence.kind !== 'photo') continue;
      expect(current.evidence.captureHash).toMatch(/^[0-9a-f]{64}$/);
      expect(current.evidence.similarity).toBeGreaterThan(current.evidence.reviewThreshold);
      expect(current.byName).toBe('Aiko Ito');
    }
  });

  it('sends a corrected record, and clears the grade of who has nothing but an excuse', async () => {
    const first = await teacher.call<SessionRecords>('GET', `/sessions/${session.id}/records`);
    const [late, excused] = missing.map((id) => first.records.find(({ name }) => name === nameOf(id)));
    const correct = (member: string | undefined, status: string, version: number | undefined) =>
      teacher.call('PUT', `/sessions/${session.id}/records/${member}`, { status, reason: 'Came to the desk', version });
    await correct(late?.member, 'late', late?.version);
    await correct(excused?.member, 'excused', excused?.version);
    const [lateId = '', excusedId = ''] = missing;
    await eventually(
      async () => gradebook(),
      (scores) => scores[lateId]?.score === 80 && scores[excusedId]?.score === null,
    );
    const after = await teacher.call<SessionRecords>('GET', `/sessions/${session.id}/records`);
    const history = after.records.find(({ name }) => name === nameOf(lateId))?.history;
    expect(history?.map(({ status }) => status)).toEqual(['absent']);
  });

  it('shows a student her own record and nothing else', async () => {
    const student = await clientFor(practice, missing[0] ?? '');
    const mine = await student.call<MyAttendance>('GET', '/my/attendance');
    expect(mine.score).toBe(80);
    expect(mine.sessions[0]?.current).toMatchObject({ status: 'late', byName: 'Aiko Ito', reason: 'Came to the desk' });
    for (const path of ['/course', `/sessions/${session.id}`, '/people', '/gradebook', '/held-enrolments']) {
      expect((await student.raw('GET', path)).status).toBe(403);
    }
  });

  it('erases a face at once when it is withdrawn', async () => {
    const [present] = students.filter(({ id, declines, hard }) => !declines && hard === null && !missing.includes(id));
    const student = await clientFor(practice, present?.id ?? '');
    const before = await student.call<MyRecognition>('GET', '/my/recognition');
    expect(before.enrolment?.references).toHaveLength(3);
    const receipt = await student.call<{ references: number; templates: number; galleries: number }>(
      'DELETE',
      '/my/recognition',
    );
    expect(receipt).toMatchObject({ references: 3, templates: 3, galleries: 1 });
    const after = await student.call<MyRecognition>('GET', '/my/recognition');
    expect(after).toMatchObject({ enrolment: null, consent: { state: 'withdrawn' } });
    expect((await coursePage()).coverage.matchable).toBe(26);
  });
});
