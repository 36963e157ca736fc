import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { idSource } from '../../connectors/embedded/ids.ts';
import { publishTask } from '../../core/use-cases/settle-session.ts';
import { confirmAndPublish, signingKeyFile } from '../support/confirm-and-publish.ts';
import { type Class, course, first, inFolder, prepareCourse, second, statusesIn } from '../support/crash-course.ts';
import { type Crash, failing, visitPoints } from '../support/crash-points.ts';
import { effectPoints } from '../support/effect-points.ts';
import {
  openPracticeGradebook,
  type PracticeGradebook,
  publishToolKeys,
  type ToolKeys,
} from '../support/practice-gradebook.ts';
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

/** Scores that came into one column with more than one timestamp, though they say the same. */
const sentAnew = (gradebook: PracticeGradebook): number => {
  const bodies = new Map<string, Set<string>>();
  for (const { item, body } of gradebook.takenIn()) {
    const { userId, scoreGiven } = JSON.parse(body) as { userId: string; scoreGiven?: number };
    const score = `${item} ${userId} ${scoreGiven}`;
    bodies.set(score, (bodies.get(score) ?? new Set()).add(body));
  }
  return [...bodies.values()].filter(({ size }) => size > 1).length;
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
      [sentAnew(gradebook) === 0, `${sentAnew(gradebook)} scores were sent anew with another timestamp`],
      [remade != null, 'nobody is told that the column was made anew'],
      [columns.every(({ trouble }) => trouble === null), 'a column has stopped'],
      [
        ledgers
          .flat()
          .every(({ inFlight, confirmed, wanted }) => inFlight === null && (confirmed?.score ?? null) === wanted),
        'a ledger is not settled',
      ],
      [(await stores.work.due(instant(100_000), 25)).length === 0, 'work is left to do'],
    ]);
  });

describe('columns that are made, killed after each effect', () => {
  let tool: ToolKeys;
  let photographs: string;
  beforeAll(async () => {
    tool = await publishToolKeys();
    photographs = await mkdtemp(join(tmpdir(), 'muster-photographs-'));
  });
  afterAll(async () => {
    await tool.close();
    await rm(photographs, { recursive: true, force: true });
  });

  it('makes a deleted column anew once, a session its own, and every grade equal to the records', async () => {
    const making: Crash = {
      name: 'remade and per session',
      program: confirmAndPublish,
      file: 'confirm-and-publish.ts',
      async open(folder) {
        const gradebook = await openPracticeGradebook(tool, photographs);
        await writeFile(join(folder, signingKeyFile), JSON.stringify(tool.signingKey));
        await prepareCourse(folder, people, gradebook, true);
        await confirmAndPublish({ folder, now: instant(0), effects: effectPoints({ killAfter: 0 }) });
        gradebook.removeColumn(total);
        await inFolder(folder, async ({ sessions, digests, work }) => {
          await sessions.put(aSession(second, { state: 'confirmed' }));
          await digests.put(course, second, statusesIn(people, 1));
          await work.add(publishTask({ ids: idSource(), clock: { now: () => instant(30) } }, course));
        });
        return { faults: () => faultsIn(folder, gradebook), close: () => gradebook.close() };
      },
    };
    const { points, faults } = await visitPoints(making);
    expect(points.filter((point) => point.endsWith('network POST lineitems'))).toHaveLength(2);
    expect(points.filter((point) => point.endsWith('network POST scores'))).toHaveLength(3);
    expect(faults).toEqual([]);
  }, 480_000);
});
