import type { Page } from 'playwright-core';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { SessionSummary, Settings } from '../../lti-server/http/api-schema/course.ts';
import type { SessionRecords } from '../../lti-server/http/api-schema/record.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { enrolmentPictures } from '../../practice-lms/class/portraits.ts';
import { browsersOfEachTest, desktop, phone, type Size } from '../support/browser.ts';
import { type Client, clientFor, eventually, openPractice, type RunningPractice } from '../support/practice.ts';
import { notAStudent } from '../support/stage.ts';

const [refusedOne] = students;

describe('pages that say how it stands, and what to do', () => {
  let practice: RunningPractice;
  let teacher: Client;
  let session: string;
  /** What the gradebook says to one student's grade. */
  let refuses = true;
  const browse = browsersOfEachTest();

  beforeAll(async () => {
    practice = await openPractice({
      onScore: (_, body) => (refuses && JSON.parse(body).userId === refusedOne?.id ? notAStudent : 'ok'),
    });
    teacher = await clientFor(practice, 'teacher-1');
    await teacher.call('GET', '/course');
    await save({ lateCredit: 0.5, gradeColumnOn: true });
    const { id, reviewVersion, members } = await openBoard();
    session = id;
    const changes = members.map(({ id: member }, index) => ({ member, status: index === 1 ? 'late' : 'present' }));
    await teacher.call<Board>('PUT', `/sessions/${id}/review/members`, { changes });
    const { reviewVersion: now } = await teacher.call<Board>('GET', `/sessions/${id}`);
    expect(now).toBeGreaterThan(reviewVersion);
    await teacher.call('POST', `/sessions/${id}/confirm`, { reviewVersion: now });
    await eventually(
      () => teacher.call<SessionRecords>('GET', `/sessions/${id}/records`),
      ({ records }) => records.length === 28 && records.every(({ gradebook: { state } }) => state !== 'pending'),
    );
  });
  afterAll(() => practice?.close());

  const openBoard = async () => {
    const { id } = await teacher.call<SessionSummary>('POST', '/sessions', { startsAt: '2026-11-02T10:00:00.000Z' });
    return { ...(await teacher.call<Board>('GET', `/sessions/${id}`)), id };
  };
  const save = async (wanted: Pick<Settings, 'lateCredit' | 'gradeColumnOn'>) => {
    const { lateCredit, gradeColumnOn } = await teacher.call<Settings>('GET', '/settings');
    await teacher.call('PUT', '/settings', { ...wanted, seen: { lateCredit, gradeColumnOn } });
  };
  const signIn = async (person: string, path: string, size: Size = desktop, camera: readonly Uint8Array[] = []) => {
    const { page } = await browse({ size, camera });
    await page.request.post(`${practice.lmsUrl}/be/${person}`, { maxRedirects: 0 });
    await page.goto(`${practice.lmsUrl}/launch/biology-101`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    if (path !== '') await page.goto(`${practice.toolUrl}/app${path}`);
    return page;
  };
  const refusedRow = (page: Page) =>
    page.getByRole('row').filter({ hasText: `${refusedOne?.givenName} ${refusedOne?.familyName}` });

  it('a refused grade: the reason and Send again for a teacher, the reason alone for an assistant', async () => {
    const page = await signIn('teacher-1', `/sessions/${session}`);
    await refusedRow(page).getByText('The gradebook says this person is no student').waitFor();
    const assistant = await signIn('ta-1', `/sessions/${session}`);
    await refusedRow(assistant).getByText('The gradebook says this person is no student').waitFor();
    expect(await assistant.getByRole('button', { name: /^Send/ }).count()).toBe(0);
    await assistant.goto(`${practice.toolUrl}/app/gradebook`);
    await refusedRow(assistant).getByText('The gradebook says this person is no student').waitFor();
    expect(await assistant.getByRole('button', { name: /^Send/ }).count()).toBe(0);

    refuses = false;
    await refusedRow(page)
      .getByRole('button', { name: /^Send again/ })
      .click();
    await refusedRow(page).getByText('✓ In gradebook: 100').waitFor();
  });

  it('settings: the whole class with what changes marked, in words how careful, and a question before changes are left', async () => {
    const page = await signIn('teacher-1', '/settings');
    await page.getByText('None of 28 grades changes.').waitFor();
    await page.getByText('Set to').getByText('careful').waitFor();
    await page.getByRole('slider').fill('80');
    await page.getByText('1 of 28 grades changes.').waitFor();
    expect(await page.getByRole('row').filter({ hasText: 'Changes' }).count()).toBe(1);
    expect(await page.getByRole('table').getByRole('row').count()).toBe(29);
    await page.getByRole('link', { name: 'Gradebook' }).click();
    await page.getByRole('heading', { name: 'Your changes are not saved' }).waitFor();
    await page.getByRole('button', { name: 'Stay' }).click();

    await save({ lateCredit: 0.6, gradeColumnOn: true });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Somebody changed these settings meanwhile').waitFor();
    await page.getByText('None of 28 grades changes.').waitFor();
    await page.getByRole('link', { name: 'Gradebook' }).click();
    await page.getByRole('heading', { level: 1, name: 'Gradebook' }).waitFor();
  });

  it('people on a phone: one line each', async () => {
    const page = await signIn('teacher-1', '/people', phone);
    const row = refusedRow(page);
    await row.waitFor();
    expect((await row.innerText()).split(/\s*\t\s*|\n/).slice(1)).toEqual(['100', '1P']);
    expect((await row.boundingBox())?.height).toBeLessThan(60);
  });

  it('consent: the version of the text and its date; enrolment: that a reload has lost the pictures', async () => {
    const student = students.find(({ hard, declines }) => hard === null && !declines);
    const pictures = await enrolmentPictures(student?.portrait ?? '');
    const page = await signIn(student?.id ?? '', '/consent', phone);
    await page.getByText(/^Text of \d+ \w+ 20\d\d, version 20\d\d-\d\d-\d\d/).waitFor();
    await page.getByRole('button', { name: 'Yes, recognise me' }).click();
    await page
      .locator('input[type=file]')
      .setInputFiles([{ name: 'me.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(pictures[0] ?? []) }]);
    await page.getByText('1 of 3 chosen').waitFor();
    await page.reload();
    await page.getByText('the picture you had taken is gone').waitFor();
    await page.reload();
    await page.getByText(/No camera\? Upload/).waitFor();
    expect(await page.getByText('you had taken').count()).toBe(0);
  });
});
