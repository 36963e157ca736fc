import type { FrameLocator } from 'playwright-core';
import type { MyCheckIns } from '../../lti-server/http/api-schema/check-in.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { fullName } from '../../practice-lms/people.ts';
import { desktop, type OpenBrowser, openBrowser, phone } from '../support/browser.ts';
import { openMusterAs } from '../support/lms-browser.ts';
import { clientFor, openPractice, type RunningPractice } from '../support/practice.ts';

const [ada = '', ben = ''] = students.map(fullName);

describe('checking in, in the frame of an LMS', () => {
  let practice: RunningPractice;
  const browsers: OpenBrowser[] = [];
  beforeAll(async () => {
    practice = await openPractice();
  });
  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await practice?.close();
  });

  const musterOf = async (name: string, size: typeof phone) => {
    const browser = await openBrowser({ size });
    browsers.push(browser);
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
      .waitFor({ timeout: 40_000 });
    await field.pressSequentially(first);
    await field.press('Enter');
    await student.muster.getByText(/^You checked in at /).waitFor();
    await teacher.muster.getByText('1 of 28 checked in').waitFor();

    await teacher.muster.getByRole('button', { name: 'Close check-in' }).click();
    await teacher.muster.getByText('Check-in is closed.').waitFor();
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
    const teacher = await musterOf('Aiko Ito', desktop);
    await teacher.muster.getByRole('button', { name: 'Let students check in' }).click();
    await teacher.muster.getByText('Stays the same: to write on the board or read out').click();
    await teacher.muster.getByRole('button', { name: 'Open check-in' }).click();
    const code = await shownCode(teacher.muster);
    await teacher.muster.getByRole('link', { name: 'To the list of students' }).click();
    await teacher.muster.getByText('0 of 28 checked in').waitFor();
    await teacher.muster.getByRole('button', { name: `L Late , ${ben}` }).click();

    for (const { id } of students.slice(0, 2)) {
      const student = await clientFor(practice, id);
      const { sessions } = await student.call<MyCheckIns>('GET', '/my/check-ins');
      await student.call('POST', `/my/sessions/${sessions[0]?.id}/check-in`, { code });
    }
    await teacher.muster.getByRole('heading', { name: 'Checked in (2)' }).waitFor();
    await teacher.muster.getByText('1 present · 1 late · 26 not decided').waitFor();
    expect(teacher.complaints).toEqual([]);
  });
});
