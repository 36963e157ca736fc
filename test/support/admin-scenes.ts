import type { Page } from 'playwright-core';
import type { Scene } from './scenes.ts';
import type { Stage } from './stage.ts';

const heading = (name: string | RegExp) => (page: Page) => page.getByRole('heading', { name }).first().waitFor();
const at = (path: string | ((stage: Stage) => string)) => (stage: Stage) =>
  stage.administration.signedIn(typeof path === 'function' ? path(stage) : path);
const ofMoodle = at(({ administration }) => `/registrations/${administration.moodle}`);

/** What administrators of the tool see, and those of an LMS while they register it. */
export const adminScenes: readonly Scene[] = [
  { name: 'admin-registrations', opens: at(''), settle: heading('Who is signed in here') },
  {
    name: 'admin-registrations-none',
    opens: at(''),
    network: {
      path: '/admin/registrations',
      does: { answer: { publicUrl: 'https://muster.example', registrations: [], drafts: [] } },
    },
    settle: heading('No LMS is registered yet'),
  },
  {
    name: 'admin-registrations-loading',
    opens: at(''),
    network: { path: '/admin/registrations', does: 'hang' },
    settle: (page) => page.getByText('Loading the registrations').first().waitFor({ state: 'attached' }),
  },
  {
    name: 'admin-registrations-error',
    opens: at(''),
    network: { path: '/admin/registrations', does: 'fail' },
    settle: (page) => page.getByRole('button', { name: 'Try again' }).waitFor(),
  },
  { name: 'admin-registration', opens: ofMoodle, settle: heading('School of Design (Moodle)') },
  {
    name: 'admin-registration-remove',
    opens: ofMoodle,
    settle: async (page) => {
      await page.getByRole('button', { name: 'Remove…' }).click();
      await heading('Remove this registration?')(page);
    },
  },
  {
    name: 'admin-draft',
    opens: at(({ administration }) => `/drafts/${administration.draft}`),
    settle: heading('University of Example (Canvas)'),
  },
  { name: 'admin-add', opens: at('/add'), settle: heading('Add an LMS by hand') },
  {
    name: 'admin-add-refused',
    opens: at('/add'),
    settle: async (page) => {
      await page.getByLabel('Name, as you').fill('School');
      await page.getByText('Moodle', { exact: true }).click();
      await page.getByLabel('Address of the site').fill('http://moodle.school.example');
      await page.getByRole('button', { name: 'Show me what to enter' }).click();
      await page.getByText('must begin with https://').waitFor();
    },
  },
  { name: 'admin-invite', opens: at('/invite'), settle: heading('Invite an LMS') },
  {
    name: 'admin-invite-made',
    opens: at('/invite'),
    settle: async (page) => {
      await page.getByRole('button', { name: 'Make the link' }).click();
      await page.getByText('The link is made').waitFor();
    },
  },
  {
    name: 'admin-signed-out',
    opens: async ({ practice }) => `${practice.toolUrl}/admin#${'x'.repeat(43)}`,
    settle: (page) => page.getByText('This sign-in link was used before').waitFor(),
  },
  { name: 'register-offer', opens: ({ administration }) => administration.offer(), settle: heading('Register Muster') },
  {
    name: 'register-done',
    opens: ({ administration }) => administration.offer(),
    settle: async (page) => {
      await page.getByRole('button', { name: 'Register' }).click();
      await page.getByRole('button', { name: 'Close' }).waitFor();
    },
  },
];
