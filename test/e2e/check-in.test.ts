import type { FrameLocator } from 'playwright-core';
import type { ShownCode } from '../../lti-server/http/api-schema/check-in.ts';
import type { SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { fullName } from '../../practice-lms/people.ts';
import { browsersOfEachTest, desktop, phone } from '../support/browser.ts';
import { openMusterAs } from '../support/lms-browser.ts';
import { clientFor, openPractice, type RunningPractice } from '../support/practice.ts';

const [ada = '', ben = '', cleo = ''] = students.map(fullName);

describe('checking in, in the frame of an LMS', () => {
  let practice: RunningPractice;
  const browse = browsersOfEachTest();
  beforeAll(async () => {
    practice = await openPractice();
  });
  afterAll(() => practice?.close());

  const musterOf = async (name: string, size: typeof phone) => {
    const browser = await browse({ size });
    return { ...browser, muster: await openMusterAs(browser.page, practice, name) };
  };
  /** As a screen reader is told it. */
  const shownCode = async (muster: FrameLocator): Promise<string> => {
    const said = await muster.getByText(/^The code is( \d){6}$/).textContent();
    return (said ?? '').replace(/\D/g, '');
  };

  it('a student whose page is open types the code of the room, by keyboard, and the board shows it as it happens', async () => {
    const student = await musterOf(ada, phone);
    await student.muster.getByText('No session confirmed yet').waitFor();
    const teacher = await musterOf('Aiko Ito', desktop);
    await teacher.muster.getByRole('button', { name: 'Let students check in' }).click();
    await teacher.muster.getByRole('button', { name: 'Open check-in' }).click();
    await teacher.muster.getByText('0 of 28 checked in').waitFor();
    const first = await shownCode(teacher.muster);

    // Nobody has to reload: the field comes by itself.
    const field = student.muster.getByLabel('Code shown in class');
    await field.waitFor();
    await field.fill(String((Number(first) + 1) % 1_000_000).padStart(6, '0'));
    await field.press('Enter');
    await student.muster.getByText('This is not the code that is shown now').waitFor();
    // The room sees the next one meanwhile, and the one that was being typed still holds.
    await teacher.muster
      .getByText(/^The code is/)
      .filter({ hasNotText: [...first].join(' ') })
      .waitFor();
    await field.pressSequentially(first);
    await field.press('Enter');
    await student.muster.getByText(/^You checked in at /).waitFor();
    await teacher.muster.getByText('1 of 28 checked in').waitFor();

    await teacher.muster.getByRole('button', { name: 'Close check-in' }).click();
    await teacher.muster.getByText(/^Check-in closed at \d\d:\d\d\. 1 of 28 checked in/).waitFor();
    await teacher.muster.getByRole('button', { name: 'Review and confirm' }).click();
    await teacher.muster.getByRole('heading', { name: 'Checked in (1)' }).waitFor();
    await teacher.muster.getByRole('button', { name: 'Mark the rest absent' }).click();
    await teacher.muster.getByText('1 present · 27 absent').waitFor();
    await teacher.muster.getByRole('button', { name: 'Confirm' }).click();
    await teacher.muster.getByRole('row', { name: ada }).getByText('Checked in with the code').waitFor();

    await student.page.reload();
    await student.muster.getByText('Checked in with the code, confirmed by Aiko Ito').waitFor();
    await student.muster.getByText('How this came about').click();
    await student.muster.getByText(/^Checked in (?!with).*\d\d:\d\d$/).waitFor();
    // Of the wrong code, and of nothing else.
    expect(student.complaints).toEqual([expect.stringMatching(/422 .*\/check-in\)$/)]);
    expect(teacher.complaints).toEqual([]);
  });

  it('shows a teacher who is marking who has checked in, and keeps what was marked by hand', async () => {
    const client = await clientFor(practice, 'teacher-1');
    const { id } = await client.call<SessionSummary>('POST', '/sessions', { title: 'Lab' });
    const wanted = { minutes: 5, lateAfterMinutes: null, changing: false };
    const { open } = await client.call<ShownCode>('POST', `/sessions/${id}/check-in`, wanted);
    const teacher = await musterOf('Aiko Ito', desktop);
    await teacher.muster.getByRole('link', { name: /Lab$/ }).click();
    await teacher.muster.getByText('0 of 28 checked in').waitFor();
    await teacher.muster.getByRole('button', { name: `L Late , ${ben}` }).click();

    await teacher.muster.getByRole('button', { name: `Remark on ${ada}` }).click();
    const remark = teacher.muster.getByLabel('Remark', { exact: true });
    await remark.fill('left early');

    // A board that takes long to read, while they come in: it is not asked for again with each of them.
    let reads = 0;
    await teacher.page.route(/\/api\/sessions\/[^/]+$/, async (asked) => {
      reads += 1;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await asked.continue();
    });

    for (const person of students.slice(0, 2)) {
      const student = await clientFor(practice, person.id);
      await student.call('POST', `/my/sessions/${id}/check-in`, { code: open?.code });
    }
    await teacher.muster.getByText('1 present · 1 late · 26 not decided').waitFor();
    expect(reads).toBeLessThanOrEqual(1);
    // No row has moved under the teacher's hand, and what was being written is still there.
    await teacher.muster.getByText('2 students have checked in since.').waitFor();
    expect(await remark.inputValue()).toBe('left early');
    await teacher.muster.getByRole('button', { name: 'Put the list in order' }).click();
    await teacher.muster.getByRole('heading', { name: 'Checked in (2)' }).waitFor();
    expect(teacher.complaints).toEqual([]);
  });

  it('says so when check-in closes while a student is typing', async () => {
    const teacher = await clientFor(practice, 'teacher-1');
    const { id } = await teacher.call<SessionSummary>('POST', '/sessions', { title: 'Tutorial' });
    await teacher.call('POST', `/sessions/${id}/check-in`, { minutes: 5, lateAfterMinutes: null, changing: true });
    const student = await musterOf(cleo, phone);
    const section = student.muster.getByRole('region', { name: /Tutorial/ });
    await section.getByLabel('Code shown in class').fill('123456');
    await teacher.call('DELETE', `/sessions/${id}/check-in`);
    await section.getByRole('button', { name: 'Check in' }).click();
    await section
      .getByText('Check-in has closed. If you were in class and could not check in, tell your teacher.')
      .waitFor();
    const focused = await section.evaluate((element) => element.contains(element.ownerDocument.activeElement));
    expect(focused).toBe(true);
  });
});
