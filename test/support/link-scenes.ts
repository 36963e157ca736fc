import { asPlacingRequest, claimNames } from './placing.ts';
import { button, enrolled, heading, type Scene, session, teacher, text } from './scenes.ts';

const m = 'http://purl.imsglobal.org/vocab/lis/v2/membership#';
const testUser = 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser';

const placing =
  (settings: object = {}, context?: object): NonNullable<Scene['claims']> =>
  (claims) => ({
    ...asPlacingRequest(claims, { ...settings }),
    ...(context === undefined ? {} : { [claimNames.context]: context }),
  });
const as =
  (...roles: readonly string[]): NonNullable<Scene['claims']> =>
  (claims) => ({ ...claims, [claimNames.roles]: roles });
const withoutContext: NonNullable<Scene['claims']> = (claims) =>
  Object.fromEntries(Object.entries(claims).filter(([name]) => name !== claimNames.context));

/** Placing Muster in a course, where such links lead, and the pages of those who have none of their own. */
export const linkScenes: readonly Scene[] = [
  { ...teacher, name: 'place', course: 'statistics', claims: placing(), settle: text('With a grade column') },
  {
    ...teacher,
    name: 'place-sessions',
    claims: placing(),
    settle: (page) => page.getByText('Single sessions').click(),
  },
  {
    ...teacher,
    name: 'place-one-session',
    claims: placing({ accept_multiple: false }),
    settle: (page) => page.getByText('One session').click(),
  },
  {
    ...teacher,
    name: 'place-no-session',
    claims: placing({}, { id: 'chemistry', title: 'Chemistry 1' }),
    settle: async (page) => {
      await page.getByText('Single sessions').click();
      await text('There is no session yet')(page);
    },
  },
  { ...teacher, name: 'place-nothing', claims: placing({ accept_types: ['link'] }), settle: button('Go back') },
  {
    ...teacher,
    name: 'place-outside-course',
    claims: (claims) => withoutContext(placing()(claims)),
    settle: text('Add Muster from within a course'),
  },
  {
    ...teacher,
    name: 'link-ignored',
    course: 'statistics',
    claims: (claims) => ({ ...claims, [claimNames.custom]: { muster: 'hello' } }),
    settle: async (page) => {
      await text('was not made for this course')(page);
      await button('Copy the text')(page);
    },
  },
  { ...teacher, name: 'link-for-students', path: '/my-record', settle: heading('This link is for students') },
  { ...teacher, name: 'session-gone', path: '/sessions/none', settle: heading('This session is not here any more') },
  { name: 'my-session', person: enrolled, path: session('confirmed'), settle: text('How this came about') },
  { name: 'my-session-open', person: enrolled, path: session('byHand'), settle: text('Not confirmed yet') },
  { name: 'my-session-gone', person: enrolled, path: '/sessions/none', settle: heading('not here any more') },
  {
    ...teacher,
    name: 'test-student',
    claims: (claims) => ({ ...as(`${m}Learner`, testUser)(claims), sub: 'test-student' }),
    settle: text('You are the test student'),
  },
  { ...teacher, name: 'observer', claims: as(`${m}Mentor`), settle: text('as an observer or mentor') },
  { ...teacher, name: 'outside-course', claims: withoutContext, settle: heading('opened outside a course') },
];
