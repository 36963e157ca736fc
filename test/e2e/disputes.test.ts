import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { fullName } from '../../practice-lms/people.ts';
import { browsersOfEachTest, desktop, phone } from '../support/browser.ts';
import { openMusterAs } from '../support/lms-browser.ts';
import { clientFor, openPractice, type RunningPractice } from '../support/practice.ts';

const [ada = ''] = students.map(fullName);

describe('a record that is not right, in the frame of an LMS', () => {
  let practice: RunningPractice;
  const browse = browsersOfEachTest();
  beforeAll(async () => {
    practice = await openPractice();
    const teacher = await clientFor(practice, 'teacher-1');
    await teacher.call('GET', '/course');
    const { id } = await teacher.call<SessionSummary>('POST', '/sessions', {});
    const { reviewVersion } = await teacher.call<Board>('PUT', `/sessions/${id}/review/rest`, { status: 'absent' });
    await teacher.call('POST', `/sessions/${id}/confirm`, { reviewVersion });
  });
  afterAll(() => practice?.close());

  const musterOf = async (name: string, size: typeof phone) => {
    const browser = await browse({ size });
    return { ...browser, muster: await openMusterAs(browser.page, practice, name) };
  };

  it('a student says so by keyboard, the teacher leaves it with an answer, and the student reads it', async () => {
    const student = await musterOf(ada, phone);
    const { keyboard } = student.page;
    await student.muster.getByRole('button', { name: 'This is not right' }).focus();
    await keyboard.press('Enter');
    // From the button that is gone, straight into the form.
    await keyboard.press('Tab');
    await keyboard.press('Space');
    await keyboard.press('Tab');
    await keyboard.type('I sat in the last row');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await student.muster.getByText(/that you were present\. Your teacher has not answered yet\./).waitFor();
    await student.muster.getByText('“I sat in the last row”').waitFor();

    const teacher = await musterOf('Aiko Ito', desktop);
    await teacher.muster.getByText('A student says that 1 entry is not right.').waitFor();
    await teacher.muster.getByRole('link', { name: 'Look at it' }).click();
    await teacher.muster.getByText('“I sat in the last row”').waitFor();
    await teacher.muster.getByRole('button', { name: `Leave it, ${ada}` }).click();
    await teacher.page.keyboard.type('I did not see you');
    await teacher.muster.getByRole('button', { name: 'Leave it as Absent' }).click();
    await teacher.muster.getByText(`${ada} stays absent.`).waitFor();
    await teacher.muster.getByText('Nothing to look at').waitFor();
    await student.page.reload();
    await student.muster.getByText(/Left as it is by Aiko Ito, .*: “I did not see you”/).waitFor();
    expect(await student.muster.getByRole('button', { name: 'This is not right' }).count()).toBe(0);
    expect([...student.complaints, ...teacher.complaints]).toEqual([]);
  });

  it('another says so, takes it back, says it once more, and the teacher changes it', async () => {
    const ben = fullName(students[1] ?? { givenName: '', familyName: '' });
    const student = await musterOf(ben, phone);
    const say = async () => {
      await student.muster.getByRole('button', { name: 'This is not right' }).click();
      await student.muster.getByText('Excused', { exact: true }).click();
      await student.muster.getByLabel('Why').fill('I was at the doctor');
      await student.muster.getByRole('button', { name: 'Send to my teacher' }).click();
      await student.muster.getByText(/has not answered yet/).waitFor();
    };
    await say();
    await student.muster.getByRole('button', { name: 'Take it back' }).click();
    await say();
    const teacher = await musterOf('Aiko Ito', desktop);
    await teacher.muster.getByRole('link', { name: 'Look at it' }).click();
    await teacher.muster.getByRole('button', { name: `Change to Excused, ${ben}` }).click();
    await teacher.muster.getByText(`${ben} is excused now.`).waitFor();
    await student.page.reload();
    await student.muster.getByText(/that you were excused\. Changed by Aiko Ito/).waitFor();
    await student.muster.getByText('Corrected').waitFor();
    expect([...student.complaints, ...teacher.complaints]).toEqual([]);
  });
});
