import { idSource } from '../../connectors/embedded/ids.ts';
import { publishTask } from '../../core/use-cases/settle-session.ts';
import { confirmAndPublish } from '../support/confirm-and-publish.ts';
import { type Class, course, first, inFolder, second, statusesIn } from '../support/crash-course.ts';
import { type Crash, failing, visitPoints } from '../support/crash-points.ts';
import {
  type CrashPublishing,
  openCrashPublishing,
  publishInPeace,
  settledChecks,
} from '../support/crash-publishing.ts';
import type { PracticeGradebook } from '../support/practice-gradebook.ts';
import { aSession, instant } from '../support/stored-things.ts';

const people: Class = {
  'student-01': { statuses: ['present', 'late'], grade: 90 },
  'student-02': { statuses: ['absent', 'excused'], grade: 0 },
};
const total = `muster:attendance:${course}`;

/** What each column must hold in the end. */
const expected = {
  [total]: { 'student-01': 90, 'student-02': 0 },
  [`muster:session:${first}`]: { 'student-01': 100, 'student-02': 0 },
  [`muster:session:${second}`]: { 'student-01': 80 },
};

const faultsIn = (folder: string, gradebook: PracticeGradebook): Promise<string[]> =>
  inFolder(folder, async (stores) => {
    const columns = await stores.gradeColumns.list(course);
    const remade = columns.find(({ column }) => column === 'attendance')?.remadeAt;
    const sorted = (grades: object | undefined) => JSON.stringify(Object.entries(grades ?? {}).sort());
    const ledgers = await Promise.all([undefined, first, second].map((column) => stores.ledger.list(course, column)));
    return failing([
      [gradebook.columns().length === 3, `${gradebook.columns().length} columns`],
      ...Object.entries(expected).map(([resourceId, grades]): readonly [boolean, string] => [
        sorted(gradebook.gradesOf(resourceId)) === sorted(grades),
        `${resourceId} holds ${JSON.stringify(gradebook.gradesOf(resourceId))}`,
      ]),
      [remade != null, 'nobody is told that the column was made anew'],
      [columns.every(({ trouble }) => trouble === null), 'a column has stopped'],
      ...(await settledChecks(gradebook, stores, ledgers.flat())),
    ]);
  });

describe('columns that are made, killed after each effect', () => {
  let publishing: CrashPublishing;
  beforeAll(async () => {
    publishing = await openCrashPublishing();
  });
  afterAll(() => publishing?.close());

  it('makes a deleted column anew once, a session its own, and every grade equal to the records', async () => {
    const making: Crash = {
      name: 'remade and per session',
      program: confirmAndPublish,
      file: 'confirm-and-publish.ts',
      open: publishing.begin(
        people,
        async (folder, gradebook) => {
          await publishInPeace(folder, 0);
          gradebook.removeColumn(total);
          await inFolder(folder, async ({ sessions, digests, work }) => {
            await sessions.put(aSession(second, { state: 'confirmed' }));
            await digests.put(course, second, statusesIn(people, 1));
            await work.add(publishTask({ ids: idSource(), clock: { now: () => instant(30) } }, course));
          });
        },
        faultsIn,
        { perSession: true },
      ),
    };
    const { points, faults } = await visitPoints(making);
    expect(points.filter((point) => point.endsWith('network POST lineitems'))).toHaveLength(2);
    expect(points.filter((point) => point.endsWith('network POST scores'))).toHaveLength(3);
    expect(faults).toEqual([]);
  }, 480_000);
});
