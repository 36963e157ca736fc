import type { ShownCode } from '../../lti-server/http/api-schema/check-in.ts';
import { students } from '../../practice-lms/class/draw.ts';
import { clientFor } from './practice.ts';
import { button, type Scene, session, teacher, text } from './scenes.ts';
import type { Stage } from './stage.ts';

const [asked = '', present = ''] = students.slice(20).map(({ id }) => id);

/** One has typed the code. */
const oneIsIn = async ({ practice, sessions }: Stage) => {
  const wanted = { minutes: 15, lateAfterMinutes: 10, changing: true };
  const client = await clientFor(practice, 'teacher-1');
  const { open } = await client.call<ShownCode>('POST', `/sessions/${sessions.checkIn}/check-in`, wanted);
  const student = await clientFor(practice, present);
  await student.call('POST', `/my/sessions/${sessions.checkIn}/check-in`, { code: open?.code });
};

const closed = async ({ practice, sessions }: Stage) =>
  (await clientFor(practice, 'teacher-1')).call('DELETE', `/sessions/${sessions.checkIn}/check-in`);

/** Checking in, as the teacher, the room and the students see it; to be shown after what is the same without it. */
export const checkInScenes: readonly Scene[] = [
  { ...teacher, name: 'check-in', path: session('byHand', '/check-in'), settle: button('Open check-in') },
  {
    ...teacher,
    name: 'check-in-open',
    before: oneIsIn,
    path: session('checkIn', '/check-in'),
    settle: text('1 of 28 checked in'),
  },
  { name: 'my-attendance-check-in', person: asked, before: oneIsIn, settle: button('Check in') },
  {
    name: 'my-attendance-check-in-wrong',
    person: asked,
    before: oneIsIn,
    settle: async (page) => {
      await page.getByLabel('Code shown in class').fill('000000');
      await page.getByRole('button', { name: 'Check in' }).click();
      await text('This is not the code that is shown now')(page);
    },
  },
  { name: 'my-attendance-checked-in', person: present, before: oneIsIn, settle: text(/You checked in at/) },
  { name: 'my-session-check-in', person: asked, before: oneIsIn, path: session('checkIn'), settle: button('Check in') },
  {
    ...teacher,
    name: 'board-check-in',
    before: oneIsIn,
    path: session('checkIn'),
    settle: text('Students can check in until'),
  },
  {
    ...teacher,
    name: 'check-in-closed',
    before: async (stage) => {
      await oneIsIn(stage);
      await closed(stage);
    },
    path: session('checkIn', '/check-in'),
    settle: button('Review and confirm'),
  },
];
