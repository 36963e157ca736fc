import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { CoursePage, SessionSummary, Settings } from '../../lti-server/http/api-schema/course.ts';
import type { GradebookComparison, GradebookPage, SessionRecords } from '../../lti-server/http/api-schema/record.ts';
import type { MyAttendance } from '../../lti-server/http/api-schema/student.ts';
import { courses, fullName } from '../../practice-lms/people.ts';
import type { ProfileName } from '../../practice-lms/profiles/profile.ts';
import { type Client, clientFor, eventually, openPractice, type RunningPractice } from './practice.ts';

const statistics = courses.find(({ id }) => id === 'statistics');
const pupils = (statistics?.members ?? []).filter(({ kind }) => kind === 'student');
const [first, second, third] = pupils;

/** From a class taken by hand to the gradebook, against a practice LMS with a platform's habits. One tool a process: one file a profile. */
export const attendanceStory = (profile: ProfileName): void => {
  let practice: RunningPractice;
  let teacher: Client;
  let session: SessionSummary;

  const grades = () => {
    const { state } = practice.lms.platform;
    const [item] = state.lineItems;
    return item === undefined ? {} : (state.scores[item.id] ?? {});
  };
  const coursePage = () => teacher.call<CoursePage>('GET', '/course');
  const records = () => teacher.call<SessionRecords>('GET', `/sessions/${session.id}/records`);

  beforeAll(async () => {
    // An attempt counted for each score would be used up by the second.
    practice = await openPractice({ profile, lms: { allowedAttempts: 1 } });
    teacher = await clientFor(practice, 'teacher-1', 'statistics');
    // Whoever teaches is met before a roster that calls them Learner is.
    for (const { id, kind } of practice.lms.platform.findCourse('statistics')?.members ?? []) {
      if (kind === 'ta' || kind === 'non-editing-teacher') await clientFor(practice, id, 'statistics');
    }
    // Opening the course reads its roster.
    await teacher.call<CoursePage>('GET', '/course');
    session = await teacher.call<SessionSummary>('POST', '/sessions', {});
  });
  afterAll(() => practice?.close());

  it('lists the students of the course, and nobody who teaches among them', async () => {
    const board = await teacher.call<Board>('GET', `/sessions/${session.id}`);
    const names = board.members.map(({ name }) => name).sort();
    expect(names).toEqual(pupils.map(fullName).sort());
  });

  it('fills the gradebook with what was confirmed', async () => {
    const settings = await teacher.call<Settings>('GET', '/settings');
    await teacher.call('PUT', '/settings', {
      lateCredit: 0.8,
      gradeColumnOn: true,
      seen: { lateCredit: settings.lateCredit, gradeColumnOn: settings.gradeColumnOn },
    });
    const board = await teacher.call<Board>('GET', `/sessions/${session.id}`);
    const changes = board.members.map(({ id, name }) => ({
      member: id,
      status: first !== undefined && name === fullName(first) ? 'absent' : 'present',
    }));
    const { reviewVersion } = await teacher.call<Board>('PUT', `/sessions/${session.id}/review/members`, { changes });
    await teacher.call('POST', `/sessions/${session.id}/confirm`, { reviewVersion });
    await eventually(coursePage, ({ gradebook: { confirmed } }) => confirmed === pupils.length);
    for (const { id } of pupils) expect(grades()[id]?.score).toBe(id === first?.id ? 0 : 100);
  });

  it('sends a corrected record, and clears the grade of who has nothing but an excuse', async () => {
    const { records: before } = await records();
    const correct = async (name: string, status: string) => {
      const record = before.find((one) => one.name === name);
      await teacher.call('PUT', `/sessions/${session.id}/records/${record?.member}`, {
        status,
        reason: 'Came to the desk',
        version: record?.version,
      });
    };
    if (first === undefined || second === undefined) throw new Error('no students');
    await correct(fullName(first), 'late');
    await correct(fullName(second), 'excused');
    await eventually(
      async () => grades(),
      (scores) => scores[first.id]?.score === 80 && scores[second.id]?.score === null,
    );
    await eventually(coursePage, ({ gradebook }) => gradebook.pending === 0 && gradebook.changed === 0);
  });

  it("leaves a teacher's own grade alone", async () => {
    if (third === undefined) throw new Error('no student');
    const held = grades()[third.id];
    if (held === undefined) throw new Error('no grade');
    const [item] = practice.lms.platform.state.lineItems;
    practice.lms.platform.state.scores[item?.id ?? ''] = { ...grades(), [third.id]: { ...held, score: 55 } };
    const { records: before } = await records();
    const record = before.find(({ name }) => name === fullName(third));
    await teacher.call('PUT', `/sessions/${session.id}/records/${record?.member}`, {
      status: 'late',
      reason: 'Came to the desk',
      version: record?.version,
    });
    await eventually(coursePage, ({ gradebook }) => gradebook.changed === 1);
    expect(grades()[third.id]?.score).toBe(55);
  });

  it('says what differs in the gradebook, and keeps it when the teacher says so', async () => {
    const { students, differences } = await teacher.call<GradebookComparison>('POST', '/gradebook/compare', {});
    expect(students).toBe(pupils.length);
    expect(differences).toMatchObject([
      { name: third === undefined ? '' : fullName(third), difference: 'changed-there', wanted: 80, held: 55 },
    ]);
    const { rows } = await teacher.call<GradebookPage>('POST', `/gradebook/members/${differences[0]?.member}/keep`, {});
    expect(rows.find(({ member }) => member === differences[0]?.member)?.gradebook).toMatchObject({
      state: 'kept',
      confirmed: 55,
    });
    const after = await teacher.call<GradebookComparison>('POST', '/gradebook/compare', {});
    expect(after.differences).toMatchObject([{ difference: 'kept', decision: { choice: 'keep' } }]);
  });

  it('shows a student her own record', async () => {
    const student = await clientFor(practice, first?.id ?? '', 'statistics');
    expect((await student.call<MyAttendance>('GET', '/my/attendance')).score).toBe(80);
    expect((await student.raw('GET', '/course')).status).toBe(403);
    for (const path of ['compare', 'members/m_1/keep', 'members/m_1/overwrite', 'send']) {
      expect((await student.raw('POST', `/gradebook/${path}`, {})).status).toBe(403);
    }
  });
};
