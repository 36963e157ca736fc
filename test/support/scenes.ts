import type { Page } from 'playwright-core';
import { students } from '../../practice-lms/class/draw.ts';
import { missing } from '../../practice-lms/class/photographs.ts';
import type { ChangeOfClaims } from './forged-answer.ts';
import type { Stage } from './stage.ts';

interface Changed {
  // biome-ignore lint/suspicious/noExplicitAny: each call has an answer of its own
  change(answer: any): object;
}

/** One page in one state, and how to get there. */
export interface Scene {
  readonly name: string;
  /** Whose page it is; in which course. */
  readonly person?: string;
  readonly course?: 'biology-101' | 'statistics';
  /** The path below /app, or an address of the practice LMS. */
  readonly path?: string | ((stage: Stage) => string);
  readonly lmsPath?: string;
  /** What the platform says in its token instead. */
  readonly claims?: ChangeOfClaims;
  /** Makes the address of a page that no launch leads to. */
  readonly opens?: (stage: Stage) => Promise<string>;
  readonly camera?: 'class' | 'face' | 'refused';
  /**
   * What becomes of calls to this path below /api: no way through, no answer, an answer with this HTTP status, this answer, or the
   * server's own with a change.
   */
  readonly network?: {
    readonly path: string;
    readonly does: 'fail' | 'hang' | 401 | 500 | { readonly answer: object } | Changed;
  };
  /** Brings the course into a state before the page is opened. */
  readonly before?: (stage: Stage) => Promise<unknown>;
  /** Brings the page into its state; resolves when it shows. */
  readonly settle: (page: Page) => Promise<unknown>;
}

export const heading = (name: string | RegExp) => (page: Page) => page.getByRole('heading', { name }).first().waitFor();
export const text = (words: string | RegExp) => (page: Page) => page.getByText(words).first().waitFor();
/** The camera shows something to photograph. */
const shutter = (page: Page) => page.getByRole('button', { name: /^Take .* picture$/, disabled: false }).waitFor();
/** It films, and takes the first picture itself when it likes it. */
const shutterOfFace = (page: Page) =>
  page.getByRole('button', { name: 'Take this picture now', disabled: false }).waitFor();
export const button = (name: string) => (page: Page) => page.getByRole('button', { name }).first().waitFor();
export const teacher = { person: 'teacher-1' } as const;
export const session =
  (name: keyof Stage['sessions'], below = '') =>
  (stage: Stage) =>
    `/sessions/${stage.sessions[name]}${below}`;
export const enrolled =
  students.find(({ id, declines, hard }) => !declines && hard === null && !missing.includes(id))?.id ?? '';
const declining = students.find(({ declines }) => declines)?.id ?? '';
const [held = '', undecided = ''] = missing;

const allPictures = (page: Page) =>
  page.waitForFunction(
    () => document.querySelectorAll('img').length > 0 && [...document.images].every((image) => image.complete),
  );

/** A picture held back, with one area drawn over it and one added by key. */
const coverTwoAreas = async (page: Page) => {
  await page.getByText('Let me cover parts of a picture').click();
  await page.getByRole('button', { name: 'Take the picture' }).click();
  const picture = page.getByRole('application');
  const { x, y, width, height } = (await picture.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(x + width * 0.05, y + height * 0.3);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.25, y + height * 0.6, { steps: 3 });
  await page.mouse.up();
  await text('Area 1 is covered')(page);
  await page.getByRole('button', { name: 'Add an area' }).click();
  await page.keyboard.press('Shift+ArrowRight');
  await text(/^Area 2: 40 % from the left, 40 % from the top, 21 % wide/)(page);
};

/** Two grades that somebody typed into the practice LMS's gradebook, so many points below what was sent. */
const gradesTyped = (below: number) => (stage: Stage) => {
  const { lineItems, scores } = stage.practice.lms.platform.state;
  const item = lineItems.find(({ course }) => course === 'biology-101');
  const graded = scores[item?.id ?? ''] ?? {};
  const full = Object.values(graded).filter(({ score }) => (score ?? 0) > 90);
  for (const entry of full.slice(0, 2)) graded[entry.user] = { ...entry, score: 100 - below };
  return '/gradebook';
};

/** What a teacher sees. */
export const teacherScenes: readonly Scene[] = [
  { ...teacher, name: 'course', settle: text('26 of 28 students') },
  {
    ...teacher,
    name: 'offline',
    path: '/people',
    network: { path: '/people', does: 'fail' },
    settle: heading('The people could not be loaded'),
  },
  {
    ...teacher,
    name: 'signed-out',
    path: '/people',
    network: { path: '/people', does: 401 },
    settle: heading('You have been signed out'),
  },
  {
    ...teacher,
    name: 'opened-by-hand',
    settle: async (page) => {
      await page.evaluate(() => sessionStorage.clear());
      await page.goto(new URL('/', page.url()).href);
      await heading('Muster is opened from your course')(page);
    },
  },
  {
    ...teacher,
    name: 'no-such-page',
    settle: async (page) => {
      await page.goto(new URL('/nothing/here', page.url()).href);
      await heading('There is no such page')(page);
    },
  },
  { ...teacher, name: 'course-first-run', course: 'statistics', settle: text('Nobody has enrolled a face yet') },
  {
    ...teacher,
    name: 'course-another-time',
    settle: (page) => page.getByRole('button', { name: 'Another time' }).click(),
  },
  {
    ...teacher,
    name: 'capture',
    path: session('byHand', '/capture'),
    camera: 'class',
    settle: shutter,
  },
  {
    ...teacher,
    name: 'capture-cover',
    path: session('byHand', '/capture'),
    camera: 'class',
    settle: coverTwoAreas,
  },
  {
    ...teacher,
    name: 'capture-rejected-file',
    path: session('byHand', '/capture'),
    camera: 'class',
    settle: async (page) => {
      const file = { name: 'IMG_0042.HEIC', mimeType: 'image/heic', buffer: Buffer.from('heic') };
      await page.locator('input[type=file]').setInputFiles(file);
      await text(/Most Compatible/)(page);
      await shutter(page);
    },
  },
  {
    ...teacher,
    name: 'capture-refused',
    path: session('byHand', '/capture'),
    camera: 'refused',
    settle: button('Try the camera again'),
  },
  {
    ...teacher,
    name: 'capture-too-small',
    path: session('far', '/capture'),
    camera: 'class',
    settle: async (page) => {
      await text(/too small to be sure/)(page);
      await shutter(page);
    },
  },
  {
    ...teacher,
    name: 'board',
    path: session('photographed'),
    settle: async (page) => {
      await text('24 present')(page);
      await allPictures(page);
    },
  },
  {
    ...teacher,
    name: 'board-needs-a-look',
    path: session('far'),
    settle: async (page) => {
      await heading(/Needs a look/)(page);
      await allPictures(page);
    },
  },
  { ...teacher, name: 'board-by-hand', path: session('byHand'), settle: button('Mark all present') },
  { ...teacher, name: 'board-500', course: 'statistics', path: session('crowd'), settle: heading(/Everybody/) },
  { ...teacher, name: 'session', path: session('confirmed'), settle: text('✓ In gradebook') },
  {
    ...teacher,
    name: 'session-record',
    path: session('confirmed'),
    settle: async (page) => {
      await page.getByRole('row').filter({ hasText: 'Corrected' }).first().getByRole('button').first().click();
      await text('Correct to')(page);
    },
  },
  { ...teacher, name: 'people', path: '/people', settle: button('Download all records') },
  { ...teacher, name: 'people-500', course: 'statistics', path: '/people', settle: text('Student Number 500') },
  { ...teacher, name: 'gradebook', path: '/gradebook', settle: text('✓ In gradebook') },
  {
    ...teacher,
    name: 'gradebook-differs',
    path: gradesTyped(9),
    settle: async (page) => {
      await page.getByRole('button', { name: 'Compare with the gradebook' }).click();
      await heading(/^\d+ differences?$/)(page);
    },
  },
  {
    ...teacher,
    name: 'gradebook-comparing',
    path: '/gradebook',
    network: { path: '/gradebook/compare', does: 'hang' },
    settle: async (page) => {
      await page.getByRole('button', { name: 'Compare with the gradebook' }).click();
      await page.getByText('Loading the gradebook’s grades').first().waitFor({ state: 'attached' });
    },
  },
  {
    ...teacher,
    name: 'gradebook-compare-error',
    path: '/gradebook',
    network: { path: '/gradebook/compare', does: 'fail' },
    settle: async (page) => {
      await page.getByRole('button', { name: 'Compare with the gradebook' }).click();
      await button('Try again')(page);
    },
  },
  {
    ...teacher,
    name: 'gradebook-off',
    course: 'statistics',
    before: ({ setColumn }) => setColumn('statistics', false),
    path: '/gradebook',
    settle: text('The grade column is off'),
  },
  { ...teacher, name: 'settings', path: '/settings', settle: text(/of 28 grades/) },
  {
    ...teacher,
    name: 'settings-changed',
    path: '/settings',
    settle: async (page) => {
      await page.getByRole('slider').fill('40');
      await page.getByRole('link', { name: 'Sessions' }).click();
      await heading('Your changes are not saved')(page);
    },
  },
  {
    ...teacher,
    name: 'held-enrolment',
    path: '/held',
    settle: async (page) => {
      await button('erase these pictures')(page);
      await allPictures(page);
    },
  },
  { ...teacher, name: 'held-enrolment-none', course: 'statistics', path: '/held', settle: text('Nothing to look at') },
];

/**
 * Of five hundred, with a grade column: to be shown last, since a column that was once made stays, and the page for placing
 * one offers none any more.
 */
export const lectureScenes: readonly Scene[] = [
  {
    ...teacher,
    name: 'session-500',
    course: 'statistics',
    path: session('crowdConfirmed'),
    before: ({ setColumn }) => setColumn('statistics', true),
    settle: button('Show 50 more'),
  },
  {
    ...teacher,
    name: 'gradebook-500',
    course: 'statistics',
    path: '/gradebook',
    before: ({ setColumn }) => setColumn('statistics', true),
    settle: text('Student Number 500'),
  },
];

/** A table of all five hundred is not gone through by axe, which takes half a minute and says what it says of fifty. */
export const checkedLectureScenes: readonly Scene[] = lectureScenes.filter(({ name }) => name === 'session-500');

/** What students, administrators and people without a role see. */
export const otherScenes: readonly Scene[] = [
  { name: 'my-attendance', person: enrolled, settle: text('You can be recognised') },
  { name: 'my-attendance-corrected', person: undecided, settle: text('Sessions') },
  { name: 'my-attendance-empty', person: enrolled, course: 'statistics', settle: button('Read and choose') },
  { name: 'my-attendance-declined', person: declining, settle: text('You said no') },
  { name: 'my-attendance-held', person: held, settle: text('your teacher has a look first') },
  { name: 'consent', person: enrolled, course: 'statistics', path: '/consent', settle: button('Yes, recognise me') },
  { name: 'enrol', person: enrolled, path: '/enrol', camera: 'face', settle: shutterOfFace },
  {
    name: 'enrol-refused',
    person: enrolled,
    path: '/enrol',
    camera: 'refused',
    settle: button('Try the camera again'),
  },
  {
    name: 'enrol-review',
    person: enrolled,
    path: '/enrol',
    camera: 'face',
    settle: (page) => page.getByRole('button', { name: 'Use these' }).waitFor({ timeout: 60_000 }),
  },
  {
    name: 'my-data',
    person: enrolled,
    path: '/my-data',
    settle: async (page) => {
      await button('Withdraw and erase')(page);
      await allPictures(page);
    },
  },
  {
    name: 'my-data-withdraw',
    person: enrolled,
    path: '/my-data',
    settle: async (page) => {
      await page.getByRole('button', { name: 'Withdraw and erase' }).click();
      await button('Erase now')(page);
    },
  },
  { name: 'registration', person: 'admin-1', settle: text('Redirect and launch URL') },
  { name: 'no-role', person: 'nobody-1', settle: text('You have no role in this course') },
  { ...teacher, name: 'practice-lms', lmsPath: '/', settle: heading('Who are you?') },
  {
    ...teacher,
    name: 'practice-lms-course',
    lmsPath: '/courses/biology-101',
    settle: (page) => page.frameLocator('iframe[title="Muster"]').getByText('of 28 students').waitFor(),
  },
  {
    ...teacher,
    name: 'practice-lms-gradebook',
    lmsPath: '/courses/biology-101/gradebook',
    settle: heading('Gradebook'),
  },
  { ...teacher, name: 'practice-lms-people', lmsPath: '/courses/biology-101/people', settle: heading('People') },
  {
    ...teacher,
    name: 'practice-lms-camera-roll',
    lmsPath: '/courses/biology-101/camera-roll',
    settle: heading('Camera roll'),
  },
];
