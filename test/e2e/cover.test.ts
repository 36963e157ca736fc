import type { FrameLocator, Page } from 'playwright-core';
import sharp from 'sharp';
import type { Board } from '../../lti-server/http/api-schema/board.ts';
import type { CoursePage } from '../../lti-server/http/api-schema/course.ts';
import { desktop, type OpenBrowser, openBrowser } from '../support/browser.ts';
import { openMusterAs } from '../support/lms-browser.ts';
import { clientFor, eventually, openPractice, type RunningPractice } from '../support/practice.ts';
import { photograph } from '../support/take-photographs.ts';

/** Of the picture: what the test covers by dragging, and what it leaves. */
const covered = { left: 0.1, top: 0.2, width: 0.4, height: 0.5 };

describe('covering parts of a picture before it is sent', () => {
  let practice: RunningPractice;
  let browser: OpenBrowser;
  /** The bytes of each upload as they reached the server, before it cleans them. */
  const arrived: Uint8Array[] = [];

  beforeAll(async () => {
    practice = await openPractice();
    const { pictures } = practice.muster.services;
    const { clean } = pictures;
    Object.assign(pictures, {
      clean: (bytes: Uint8Array) => {
        arrived.push(bytes);
        return clean(bytes);
      },
    });
    browser = await openBrowser({ size: desktop });
  });
  afterAll(async () => {
    await browser?.close();
    await practice?.close();
  });
  beforeEach(() => arrived.splice(0));

  /** The class, as a phone held sideways stores it: the pixels lie on their side, a tag says so, and where it was. */
  const sidewaysWithPlace = async (): Promise<Buffer> =>
    sharp(
      await sharp(await photograph(practice, 'biology-front'))
        .rotate(-90)
        .toBuffer(),
    )
      .withExif({ IFD0: { Make: 'SecretPhone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();

  const openCover = async (): Promise<{ page: Page; muster: FrameLocator }> => {
    const { page } = browser;
    const muster = await openMusterAs(page, practice, 'Aiko Ito');
    // Nobody has enrolled: marking by hand comes first. Each test has a session of its own.
    await muster.getByRole('button', { name: /^(Mark attendance by hand|Start another)$/ }).click();
    await muster.getByRole('link', { name: 'Photograph the room' }).click();
    await muster.getByText('Let me cover parts of a picture').click();
    return { page, muster };
  };

  const choose = (muster: FrameLocator, buffer: Buffer) =>
    muster.locator('input[type=file]').setInputFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer });

  const drawOver = async (page: Page, muster: FrameLocator) => {
    const picture = muster.getByRole('application');
    await picture.scrollIntoViewIfNeeded();
    const box = (await picture.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
    await page.mouse.move(...at(covered.left, covered.top));
    await page.mouse.down();
    await page.mouse.move(...at(covered.left + covered.width, covered.top + covered.height), { steps: 5 });
    await page.mouse.up();
  };

  /** The widest spread of any channel in a part of a picture: 0 where it is all of one colour. */
  const spread = async (picture: Uint8Array, part: typeof covered) => {
    const { width, height } = await sharp(picture).metadata();
    // An edge of the cover shares its 16 x 16 block of the JPEG with what lies beside it.
    const inset = 20;
    const { data } = await sharp(picture)
      .extract({
        left: Math.ceil(part.left * width) + inset,
        top: Math.ceil(part.top * height) + inset,
        width: Math.floor(part.width * width) - 2 * inset,
        height: Math.floor(part.height * height) - 2 * inset,
      })
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { least: Math.min(...chunked(data, Math.min)), most: Math.max(...chunked(data, Math.max)) };
  };
  const chunked = (data: Buffer, pick: (...numbers: number[]) => number): number[] =>
    Array.from({ length: Math.ceil(data.length / 10_000) }, (_, index) =>
      pick(...data.subarray(index * 10_000, (index + 1) * 10_000)),
    );

  it('sends grey where the teacher drew, upright, at its own size, and without metadata', async () => {
    const { page, muster } = await openCover();
    await choose(muster, await sidewaysWithPlace());
    await drawOver(page, muster);
    await muster.getByText('Area 1 is covered').waitFor();
    expect(arrived).toEqual([]);
    await muster.getByRole('button', { name: 'Use this picture' }).click();
    await muster.getByText(/^\d+ faces/).waitFor();

    const [sent = new Uint8Array()] = arrived;
    const { width, height, format, exif, orientation } = await sharp(sent).metadata();
    const original = await sharp(await photograph(practice, 'biology-front')).metadata();
    expect({ width, height, format }).toEqual({ width: original.width, height: original.height, format: 'jpeg' });
    expect({ exif, orientation }).toEqual({ exif: undefined, orientation: undefined });
    expect(Buffer.from(sent).includes('SecretPhone')).toBe(false);
    const grey = await spread(sent, covered);
    expect(grey.least).toBeGreaterThanOrEqual(127);
    expect(grey.most).toBeLessThanOrEqual(129);
    const rest = await spread(sent, { left: 0.6, top: 0.2, width: 0.35, height: 0.5 });
    expect(rest.most - rest.least).toBeGreaterThan(100);
  });

  it('finds no face where it was covered', async () => {
    const teacher = await clientFor(practice, 'teacher-1');
    const { sessions } = await teacher.call<CoursePage>('GET', '/course');
    const board = await eventually(
      () => teacher.call<Board>('GET', `/sessions/${sessions[0]?.id}`),
      ({ captures }) => captures[0]?.state === 'identified',
    );
    const inside = board.faces.filter(({ box }) => {
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      return (
        x > covered.left && x < covered.left + covered.width && y > covered.top && y < covered.top + covered.height
      );
    });
    expect(board.faces.length).toBeGreaterThan(0);
    expect(inside).toEqual([]);
  });

  it('is done by keyboard: add, move, resize, take back, delete', async () => {
    const { page, muster } = await openCover();
    await choose(muster, Buffer.from(await photograph(practice, 'biology-front')));
    await muster.getByRole('button', { name: 'Add an area' }).press('Enter');
    const one = muster.getByRole('button', { name: /^Covered area 1:/ });
    await expectFocus(one);
    for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowDown');
    await muster.getByText('Area 1: 37 % from the left, 40 % from the top, 20 % wide, 21 % high').waitFor();
    await muster.getByRole('button', { name: 'Undo' }).press('Enter');
    await muster.getByRole('button', { name: /^Covered area 1: 37 %.*20 % high$/ }).waitFor();
    await muster.getByRole('button', { name: 'Add an area' }).press('Enter');
    await expectFocus(muster.getByRole('button', { name: /^Covered area 2:/ }));
    await page.keyboard.press('Delete');
    await muster.getByText('Area 2 is not covered any more').waitFor();
    await expectFocus(one);
    await muster.getByRole('button', { name: 'Leave it out' }).press('Enter');
    await muster.getByText('Upload a picture', { exact: true }).waitFor();
    expect(arrived).toEqual([]);
  });

  const expectFocus = async (element: ReturnType<FrameLocator['getByRole']>) => {
    await eventually(
      () => element.evaluate((button) => button.ownerDocument.activeElement === button),
      (is) => is,
      5,
    );
  };

  it('covers between two taps, for those who cannot drag', async () => {
    const { page, muster } = await openCover();
    await choose(muster, Buffer.from(await photograph(practice, 'biology-front')));
    const box = (await muster.getByRole('application').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.click(box.x + box.width * 0.2, box.y + box.height * 0.2);
    await page.mouse.click(box.x + box.width * 0.4, box.y + box.height * 0.5);
    await muster.getByRole('button', { name: /^Covered area 1: 20 %.*20 % wide, 30 % high$/ }).waitFor();
    await muster.getByRole('button', { name: 'Leave it out' }).click();
  });

  it('says so when the file is no picture', async () => {
    const { muster } = await openCover();
    await choose(muster, Buffer.from('not a picture'));
    await muster.getByText('This picture cannot be read').waitFor();
    await muster.getByRole('button', { name: 'Leave it out' }).click();
    expect(arrived).toEqual([]);
  });
});
