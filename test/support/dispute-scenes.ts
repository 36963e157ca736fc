import type { Page } from 'playwright-core';
import type { DisputesPage, WantedStatus } from '../../lti-server/http/api-schema/dispute.ts';
import type { Me } from '../../lti-server/http/api-schema/me.ts';
import type { SessionRecords } from '../../lti-server/http/api-schema/record.ts';
import type { MyAttendance } from '../../lti-server/http/api-schema/student.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { clientFor } from './practice.ts';
import { button, type Scene, session, teacher, text } from './scenes.ts';
import type { Stage } from './stage.ts';

const [asking = '', waiting = '', second = '', left = '', agreed = ''] = students.slice(20).map(({ id }) => id);

/** In the confirmed session, where they are marked absent; nothing when it waits, or was answered before. */
const say = async (stage: Stage, person: string, wanted: WantedStatus, reason: string): Promise<void> => {
  const { confirmed } = stage.sessions;
  const student = await clientFor(stage.practice, person);
  const entry = async () =>
    (await student.call<MyAttendance>('GET', '/my/attendance')).sessions.find(({ id }) => id === confirmed);
  const standing = await entry();
  if (standing === undefined || !standing.disputable || standing.dispute?.state === 'open') return;
  const { name } = await student.call<Me>('GET', '/me');
  const client = await clientFor(stage.practice, 'teacher-1');
  const { records } = await client.call<SessionRecords>('GET', `/sessions/${confirmed}/records`);
  const row = records.find((one) => one.name === name);
  const marked = { status: 'absent', reason: 'Not on the list', version: row?.version };
  await client.call('PUT', `/sessions/${confirmed}/records/${row?.member}`, marked);
  await student.call('POST', `/my/sessions/${confirmed}/dispute`, { wanted, reason });
};

type Said = DisputesPage['disputes'][number];

const answer = async (stage: Stage, reason: string, how: (said: Said) => object): Promise<void> => {
  const client = await clientFor(stage.practice, 'teacher-1');
  const { disputes } = await client.call<DisputesPage>('GET', '/disputes');
  for (const said of disputes.filter((one) => one.reason === reason))
    await client.call('PUT', `/disputes/${said.session}/${said.member}`, { version: said.version, ...how(said) });
};

const twoSay = async (stage: Stage) => {
  await say(stage, waiting, 'excused', 'I was at the doctor. The note is with the secretary.');
  await say(stage, second, 'present', 'I sat in the last row, behind the pillar, beside the door to the stairs.');
};

const oneIsLeft = async (stage: Stage) => {
  await say(stage, left, 'late', 'I came after the break');
  const words = 'After the break counts as absent, as agreed in the first week.';
  await answer(stage, 'I came after the break', () => ({ decision: 'keep', words }));
};

const oneIsAgreedTo = async (stage: Stage) => {
  await say(stage, agreed, 'excused', 'I had an exam');
  await answer(stage, 'I had an exam', ({ recordVersion }) => ({ decision: 'correct', recordVersion }));
};

const openForm = async (page: Page) => {
  await page.getByRole('button', { name: 'This is not right' }).first().click();
  await button('Send to my teacher')(page);
};

const disputes = { ...teacher, before: twoSay, path: '/disputes' } as const;

/** Students who say that an entry is not right, and the teacher who looks; to be shown after what is the same without it. */
export const disputeScenes: readonly Scene[] = [
  { name: 'my-attendance-dispute', person: asking, settle: openForm },
  {
    name: 'my-attendance-dispute-missing',
    person: asking,
    settle: async (page) => {
      await openForm(page);
      await page.getByRole('button', { name: 'Send to my teacher' }).click();
      await text('Choose what it should be')(page);
    },
  },
  { name: 'my-attendance-disputed', person: waiting, before: twoSay, settle: text(/has not answered yet/) },
  {
    name: 'my-session-disputed',
    person: waiting,
    before: twoSay,
    path: session('confirmed'),
    settle: text(/has not answered yet/),
  },
  { name: 'my-attendance-kept', person: left, before: oneIsLeft, settle: text(/Left as it is by/) },
  { name: 'my-attendance-agreed', person: agreed, before: oneIsAgreedTo, settle: text(/Changed by/) },
  { ...teacher, name: 'course-disputes', before: twoSay, settle: text(/Students say that/) },
  { ...disputes, name: 'disputes', settle: button('Leave it') },
  {
    ...disputes,
    name: 'disputes-leave',
    settle: async (page) => {
      await page.getByRole('button', { name: 'Leave it' }).first().click();
      await page.getByLabel('Answer (optional)').waitFor();
    },
  },
  {
    ...teacher,
    name: 'session-record-disputed',
    before: twoSay,
    path: session('confirmed'),
    settle: async (page) => {
      await page.getByRole('row').filter({ hasText: 'Says otherwise' }).first().getByRole('button').first().click();
      await text('Correct to')(page);
    },
  },
  {
    ...disputes,
    name: 'disputes-answered',
    settle: async (page) => {
      await page
        .getByRole('button', { name: /^Change to/ })
        .first()
        .click();
      await text(/ now\.$/)(page);
    },
  },
  { ...teacher, name: 'disputes-none', course: 'statistics', path: '/disputes', settle: text('Nothing to look at') },
];
