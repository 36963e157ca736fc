import type { Page } from 'playwright-core';
import sharp from 'sharp';
import type { SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { enrolmentPictures } from '../../practice-lms/class/portraits.ts';
import { browsersOfEachTest, desktop, phone, type Size } from '../support/browser.ts';
import { type Client, clientFor, openPractice, type RunningPractice } from '../support/practice.ts';
import { photograph } from '../support/take-photographs.ts';

describe('taking pictures', () => {
  let practice: RunningPractice;
  let teacher: Client;
  let front: Uint8Array;
  const browse = browsersOfEachTest();

  beforeAll(async () => {
    practice = await openPractice();
    teacher = await clientFor(practice, 'teacher-1');
    front = await photograph(practice, 'biology-front');
  });
  afterAll(() => practice?.close());

  const signIn = async (person: string, size: Size, camera: readonly Uint8Array[]): Promise<Page> => {
    const { page } = await browse({ size, camera });
    await page.request.post(`${practice.lmsUrl}/be/${person}`, { maxRedirects: 0 });
    await page.goto(`${practice.lmsUrl}/launch/biology-101`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    return page;
  };
  const openCapture = async (size: Size, camera: readonly Uint8Array[]): Promise<Page> => {
    const { id } = await teacher.call<SessionSummary>('POST', '/sessions', { title: '' });
    const page = await signIn('teacher-1', size, camera);
    await page.goto(`${practice.toolUrl}/app/sessions/${id}/capture`);
    await page.getByText('Upload a picture', { exact: true }).waitFor();
    return page;
  };
  const file = (name: string, mimeType: string, buffer: Uint8Array | string) => ({
    name,
    mimeType,
    buffer: Buffer.from(buffer),
  });
  const alert = (page: Page, name: string) => page.getByRole('status').filter({ hasText: name });

  it('names each file that is not sent, and each that failed, with what to do about it', async () => {
    const page = await openCapture(desktop, []);
    const choose = page.locator('input[type=file]');
    await choose.setInputFiles([
      file('IMG_0042.HEIC', 'image/heic', 'heic'),
      file('party.gif', 'image/gif', 'GIF89a'),
      file('notes.txt', 'text/plain', 'notes'),
      file('front.jpg', 'image/jpeg', front),
      file('torn.jpg', 'image/jpeg', 'not a picture'),
    ]);
    await alert(page, 'IMG_0042.HEIC')
      .getByText(/Most Compatible/)
      .waitFor();
    await alert(page, 'party.gif')
      .getByText(/Moving pictures/)
      .waitFor();
    await alert(page, 'notes.txt')
      .getByText(/not a picture/)
      .waitFor();
    await page.getByText('torn.jpg').waitFor();
    await page.getByText(/This picture cannot be read|This file type is not supported/).waitFor();
    await page.getByText('15 faces').waitFor();
    expect(await page.getByText('front.jpg').count()).toBe(0);
  });

  it.each([
    ['on a desktop', desktop],
    ['on a phone', phone],
  ])(
    'shows what became of a shot beside the shutter %s',
    async (_, size) => {
      const page = await openCapture(size, [front]);
      await page.getByRole('button', { name: 'Take the picture' }).click();
      await page.getByText('15 faces').waitFor();
      await page.evaluate(() => window.scrollTo(0, 0));
      const parts = [
        page.getByRole('button', { name: 'Take another picture' }),
        page.getByRole('img', { name: 'Class picture 1' }),
        page.getByText('15 faces'),
      ];
      for (const part of parts) {
        const box = await part.boundingBox();
        expect((box?.y ?? Number.POSITIVE_INFINITY) + (box?.height ?? 0)).toBeLessThanOrEqual(size.height);
      }
    },
    120_000,
  );

  it('says before the shutter is pressed that it is dark', async () => {
    const dark = await sharp(front).linear(0.15, 0).jpeg().toBuffer();
    const page = await openCapture(desktop, [dark]);
    await page.getByText('It is dark. Switch the lights on').waitFor();
  });

  it('says before the shutter is pressed that the camera shows too little for a room', async () => {
    const small = await sharp(front).resize(640).jpeg().toBuffer();
    const page = await openCapture(desktop, [small]);
    await page.getByText('This camera’s picture is small').waitFor();
  });

  it('says which of a student’s pictures was refused, and leaves out none without a word', async () => {
    const student = students.find(({ hard, declines }) => hard === null && !declines);
    const pictures = await enrolmentPictures(student?.portrait ?? '');
    const page = await signIn(student?.id ?? '', phone, []);
    await page.getByRole('button', { name: 'Read and choose' }).click();
    await page.getByRole('button', { name: 'Yes, recognise me' }).click();
    const choose = page.locator('input[type=file]');
    const mine = (at: number) => file(`me-${at}.jpg`, 'image/jpeg', pictures[at] ?? front);
    await choose.setInputFiles([mine(0), file('group.heic', 'image/heic', 'heic')]);
    await alert(page, 'group.heic')
      .getByText(/Most Compatible/)
      .waitFor();
    await page.getByText('1 of 3 chosen').waitFor();
    await choose.setInputFiles([mine(1), mine(2), file('one-more.jpg', 'image/jpeg', front)]);
    await alert(page, 'one-more.jpg')
      .getByText(/Left out: 3 pictures are needed/)
      .first()
      .waitFor();
    await choose.setInputFiles([file('everybody.jpg', 'image/jpeg', front), mine(2)]);
    await page.getByRole('button', { name: 'Use these' }).click();
    await page.getByText('Picture 2: There is more than one face').waitFor();
  });
});
