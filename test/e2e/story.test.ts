import type { FrameLocator, Page } from 'playwright-core';
import { students } from '../../practice-lms/class/draw.ts';
import { missing } from '../../practice-lms/class/photographs.ts';
import { enrolmentPictures } from '../../practice-lms/class/portraits.ts';
import { fullName } from '../../practice-lms/people.ts';
import { browsersOfEachTest, desktop, phone } from '../support/browser.ts';
import { openMusterAs } from '../support/lms-browser.ts';
import { openPractice, type RunningPractice } from '../support/practice.ts';
import { photograph } from '../support/take-photographs.ts';

const nameOf = (id: string) =>
  fullName(students.find((student) => student.id === id) ?? { givenName: '', familyName: '' });
const [lateOne = '', excusedOne = '', absentOne = ''] = missing.map(nameOf);
const declining = students.find(({ declines }) => declines);
const [byCamera] = students.filter(({ id, declines, hard }) => !declines && hard === null && !missing.includes(id));

describe('the whole story, in a browser that blocks third-party cookies', () => {
  let practice: RunningPractice;
  const browse = browsersOfEachTest();

  beforeAll(async () => {
    practice = await openPractice();
  });
  afterAll(() => practice?.close());

  const enrolByCamera = async () => {
    const { page, complaints, close } = await browse({
      size: phone,
      camera: await enrolmentPictures(byCamera?.portrait ?? ''),
    });
    const muster = await openMusterAs(page, practice, nameOf(byCamera?.id ?? ''));
    await muster.getByRole('button', { name: 'Read and choose' }).click();
    await muster.getByRole('button', { name: 'Yes, recognise me' }).click();
    await muster.getByRole('button', { name: 'Use these' }).click({ timeout: 60_000 });
    await muster.getByText('You can be recognised in class pictures from now on').waitFor();
    expect(complaints).toEqual([]);
    // It would film for as long as the story lasts.
    await close();
  };

  const letTheOthersEnrol = async (page: Page) => {
    await page.goto(practice.lmsUrl);
    await page.getByRole('button', { name: 'Aiko Ito' }).click();
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByRole('button', { name: 'Let all students enrol' }).click();
    await page.getByText('28 of 28 students asked: 27 enrolled, 1 declined.').waitFor({ timeout: 120_000 });
  };

  const takeTheOverlappingShots = async (muster: FrameLocator) => {
    await muster.getByRole('button', { name: 'Take attendance now' }).click();
    await muster.getByRole('button', { name: 'Take the picture' }).click();
    await muster.getByText('15 faces').waitFor();
    await muster.locator('input[type=file]').setInputFiles({
      name: 'back.jpg',
      mimeType: 'image/jpeg',
      buffer: Buffer.from(await photograph(practice, 'biology-back')),
    });
    await muster.getByText('17 faces').waitFor();
    await muster.getByRole('button', { name: 'Review' }).click();
  };

  const status = (muster: FrameLocator, name: string, word: string) =>
    muster.getByRole('button', { name: new RegExp(`${word}\\s*, ${name}$`) });

  const reviewAndConfirm = async (muster: FrameLocator) => {
    await muster.getByText('24 present · 4 not decided').waitFor();
    for (const name of [lateOne, excusedOne, absentOne, nameOf(declining?.id ?? '')]) {
      for (const word of ['Present', 'Late', 'Absent', 'Excused']) {
        expect(await status(muster, name, word).getAttribute('aria-pressed')).toBe('false');
      }
    }
    expect(await muster.getByRole('button', { name: /^\d+ Unknown$/ }).count()).toBe(3);
    await status(muster, lateOne, 'Late').click();
    await status(muster, excusedOne, 'Excused').click();
    await status(muster, nameOf(declining?.id ?? ''), 'Present').click();
    await muster.getByRole('button', { name: 'Mark the rest absent' }).click();
    await muster.getByText('25 present · 1 late · 1 absent · 1 excused').waitFor();
    await muster.getByRole('button', { name: 'Confirm' }).click();
    await muster.getByText('Pictures deleted.').waitFor();
  };

  const gradeOf = (page: Page, name: string) => page.getByRole('row', { name }).locator('td.number');

  it('goes from the students to the gradebook and back to a student', async () => {
    await enrolByCamera();
    const { page, complaints, context } = await browse({
      size: desktop,
      camera: [await photograph(practice, 'biology-front')],
    });
    await letTheOthersEnrol(page);

    let muster = await openMusterAs(page, practice, 'Aiko Ito');
    await muster.getByText('27 of 28 students can be matched').waitFor();
    await muster.getByRole('link', { name: 'Settings' }).click();
    await muster.getByText('A grade column of 100 points').click();
    await muster.getByRole('button', { name: 'Save' }).click();
    await muster.getByText('Saved.').waitFor();
    await muster.getByRole('link', { name: 'Sessions' }).click();
    await takeTheOverlappingShots(muster);
    await reviewAndConfirm(muster);
    await muster.getByText('✓ In gradebook').nth(26).waitFor();

    await page.getByRole('link', { name: 'Gradebook' }).first().click();
    for (const { id } of students) {
      const wanted = { [lateOne]: '80', [excusedOne]: '–', [absentOne]: '0' }[nameOf(id)] ?? '100';
      expect(await gradeOf(page, nameOf(id)).textContent()).toBe(wanted);
    }

    muster = await openMusterAs(page, practice, 'Aiko Ito');
    await muster.getByRole('link', { name: /^Tue|^Mon|^Wed|^Thu|^Fri|^Sat|^Sun/ }).click();
    await muster.getByRole('button', { name: absentOne }).click();
    await muster.getByText('Late', { exact: true }).last().click();
    await muster.getByLabel('Reason').fill('Was in the lab next door');
    await muster.getByRole('button', { name: 'Save the correction' }).click();
    await muster.getByText('“Was in the lab next door”').waitFor();
    await page.keyboard.press('Escape');
    await muster.getByRole('row', { name: absentOne }).getByText('✓ In gradebook: 80').waitFor();
    await page.getByRole('link', { name: 'Gradebook' }).first().click();
    expect(await gradeOf(page, absentOne).textContent()).toBe('80');

    muster = await openMusterAs(page, practice, absentOne);
    await muster.getByText('80 %', { exact: true }).waitFor();
    await muster.getByText('“Was in the lab next door”').waitFor();
    expect(await muster.locator('body').innerText()).not.toContain(lateOne);

    const cookies = (await context.cookies()).filter(({ domain }) => domain === 'localhost');
    expect(cookies.every((cookie) => 'partitionKey' in cookie)).toBe(true);
    expect(complaints).toEqual([]);
  }, 300_000);

  it('is told in a browser that really refuses third-party cookies', async () => {
    const { page } = await browse({ size: desktop });
    const muster = await openMusterAs(page, practice, 'Aiko Ito');
    const seen = await muster.locator('body').evaluate((body) => {
      const { document } = body.ownerDocument.defaultView ?? globalThis;
      document.cookie = 'everywhere=1; SameSite=None; Secure';
      document.cookie = 'here=1; SameSite=None; Secure; Partitioned';
      return document.cookie.split('; ');
    });
    expect(seen).toContain('here=1');
    expect(seen).not.toContain('everywhere=1');
  });
});
