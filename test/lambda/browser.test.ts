import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { textOf } from '../../launch-ui/problem-text.ts';
import type { SessionSummary } from '../../lti-server/http/api-schema/course.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { enrolmentPictures } from '../../practice-lms/class/portraits.ts';
import { launchAs } from '../../practice-lms/http-launch.ts';
import { type AwsStage, openStage } from '../support/aws/stage.ts';
import { photographOf } from '../support/aws/upload.ts';
import { type OpenBrowser, openBrowser } from '../support/browser.ts';
import { clientOf } from '../support/practice.ts';

const [student] = students.filter(({ hard, declines }) => hard === null && !declines);

describe('the pages, served by a function, in a browser', () => {
  let stage: AwsStage;
  let end: () => Promise<void>;
  const browsers: OpenBrowser[] = [];
  /** Of files to send: megabytes handed to a browser in words take it longer than sending them. */
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'muster-files-'));
    stage = await openStage();
    end = stage.delivery.begin();
  });
  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await end?.();
    await stage?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const signIn = async (person: string) => {
    const browser = await openBrowser();
    browsers.push(browser);
    const { page } = browser;
    await page.request.post(`${stage.lmsUrl}/be/${person}`, { maxRedirects: 0 });
    await page.goto(`${stage.lmsUrl}/launch/biology-101`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    return page;
  };

  it('send a photograph straight to the bucket, and show what was found in it', async () => {
    const { bearer } = await launchAs(stage.lmsUrl, 'teacher-1', 'biology-101');
    const { id } = await clientOf(stage, bearer ?? '').call<SessionSummary>('POST', '/sessions', {});
    const page = await signIn('teacher-1');
    const posts: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') posts.push(new URL(request.url()).origin);
    });
    await page.goto(`${stage.toolUrl}/app/sessions/${id}/capture`);
    const photograph = join(folder, 'front.png');
    await sharp(await photographOf(stage, 'biology-front'))
      .png()
      .toFile(photograph);
    await page.locator('input[type=file]').setInputFiles(photograph);
    await page
      .getByText(/\d+ faces/)
      .first()
      .waitFor({ timeout: 60_000 });
    expect(posts).toContain(stage.proxy.urlOf('s3'));
    expect(await stage.media.list('uploads/')).toEqual([]);
  });

  it('say why a picture was not taken in, where the bucket could not know', async () => {
    const page = browsers[0]?.page;
    await page
      ?.locator('input[type=file]')
      .setInputFiles([{ name: 'torn.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a picture') }]);
    await page?.getByText(textOf('IMAGE_TYPE_UNSUPPORTED')).first().waitFor({ timeout: 60_000 });
  });

  it('send pictures of a face that are together larger than a function takes', async () => {
    const portrait = student?.portrait ?? null;
    if (student === undefined || portrait === null) throw new Error('no student');
    // Noise does not compress: each is far above what the three may weigh together.
    const heavy = await Promise.all(
      (await enrolmentPictures(portrait)).slice(0, 3).map(async (picture, index) => {
        const { data, info } = await sharp(picture).resize({ width: 2600 }).raw().toBuffer({ resolveWithObject: true });
        const samples = new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
        for (let at = 0; at < samples.length; at += 1) samples[at] = (samples[at] ?? 0) + ((at * 7919) % 25) - 12;
        const { width, height, channels } = info;
        const file = join(folder, `${index + 1}.png`);
        await sharp(data, { raw: { width, height, channels } }).png({ compressionLevel: 1 }).toFile(file);
        return file;
      }),
    );
    const sizes = await Promise.all(heavy.map(async (file) => (await stat(file)).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(6_000_000);
    const page = await signIn(student.id);
    await page.goto(`${stage.toolUrl}/app/consent`);
    await page.getByRole('button', { name: /yes/i }).first().click();
    await page.goto(`${stage.toolUrl}/app/enrol`);
    await page.locator('input[type=file]').setInputFiles(heavy);
    const sent = page.waitForResponse((answer) => answer.url().endsWith('/api/my/enrolment'), { timeout: 90_000 });
    await page.getByRole('button', { name: 'Use these' }).click();
    // Taken, or refused for what they show: not for what they weigh.
    expect([200, 422]).toContain((await sent).status());
  });
});
