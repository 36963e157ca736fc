import type { Page } from 'playwright-core';
import type { Scene } from './scenes.ts';

/** A page that first has to load something, and the path of that below /api; a star stands for an id. */
interface LoadedPage extends Pick<Scene, 'name' | 'person' | 'course' | 'path' | 'camera'> {
  readonly loads: string;
}

const teacher = { person: 'teacher-1' } as const;
const student = { person: 'student-01' } as const;

const loadedPages: readonly LoadedPage[] = [
  { ...teacher, name: 'start', loads: '/me' },
  { ...teacher, name: 'course', loads: '/course' },
  { ...teacher, name: 'capture', path: ({ sessions }) => `/sessions/${sessions.byHand}/capture`, loads: '/sessions/*' },
  { ...teacher, name: 'board', path: ({ sessions }) => `/sessions/${sessions.byHand}`, loads: '/sessions/*' },
  {
    ...teacher,
    name: 'session',
    path: ({ sessions }) => `/sessions/${sessions.confirmed}`,
    loads: '/sessions/*/records',
  },
  { ...teacher, name: 'people', path: '/people', loads: '/people' },
  { ...teacher, name: 'gradebook', path: '/gradebook', loads: '/gradebook' },
  { ...teacher, name: 'settings', path: '/settings', loads: '/settings' },
  { ...teacher, name: 'held-enrolment', path: '/held', loads: '/held-enrolments' },
  { ...teacher, name: 'disputes', path: '/disputes', loads: '/disputes' },
  { ...student, name: 'my-attendance', loads: '/my/attendance' },
  { ...student, name: 'consent', path: '/consent', loads: '/my/recognition' },
  { ...student, name: 'enrol', path: '/enrol', loads: '/my/recognition' },
  { ...student, name: 'my-data', path: '/my-data', loads: '/my/recognition' },
  { person: 'admin-1', name: 'registration', loads: '/registration' },
];

const isLoading = (page: Page) =>
  page
    .getByText(/^Loading /)
    .first()
    .waitFor({ state: 'attached' });
const isInTrouble = (page: Page) => page.getByRole('button', { name: 'Try again' }).first().waitFor();

/** Every page while what it loads is on its way, and after the server could not give it. */
export const stateScenes: readonly Scene[] = loadedPages.flatMap(({ name, loads, ...page }): Scene[] => [
  { ...page, name: `${name}-loading`, network: { path: loads, does: 'hang' }, settle: isLoading },
  { ...page, name: `${name}-error`, network: { path: loads, does: 500 }, settle: isInTrouble },
]);

/** One of each kind that looks different: to go through all of them with axe would say the same again and again. */
const checked = ['capture-loading', 'board-error', 'session-loading', 'settings-error', 'enrol-loading', 'start-error'];
export const checkedStateScenes: readonly Scene[] = stateScenes.filter(({ name }) => checked.includes(name));
