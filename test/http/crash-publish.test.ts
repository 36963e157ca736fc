import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { idSource } from '../../connectors/embedded/ids.ts';
import { publishTask } from '../../core/use-cases/settle-session.ts';
import { confirmAndPublish } from '../support/confirm-and-publish.ts';
import { type Class, course, inFolder, second, statusesIn } from '../support/crash-course.ts';
import { type Crash, failing, visitPoints } from '../support/crash-points.ts';
import {
  type CrashPublishing,
  openCrashPublishing,
  publishInPeace,
  scoreIn,
  settledChecks,
} from '../support/crash-publishing.ts';
import type { PracticeGradebook } from '../support/practice-gradebook.ts';
import { aSession, instant } from '../support/stored-things.ts';

const faultsIn = (folder: string, people: Class, gradebook: PracticeGradebook, scores: number): Promise<string[]> =>
  inFolder(folder, async (stores) => {
    const columns = gradebook.columns();
    const stored = await stores.courses.find(course);
    const ledger = await stores.ledger.list(course);
    const wanted = Object.entries(people).flatMap(([sub, { grade }]) => (grade === null ? [] : [[sub, grade]]));
    const { received } = gradebook;
    return failing([
      [columns.length === 1, `${columns.length} columns`],
      [stored?.gradeColumn.lineItemUrl === columns[0], 'the course does not know its column'],
      [
        JSON.stringify(Object.entries(gradebook.grades()).sort()) === JSON.stringify(wanted.sort()),
        `the gradebook holds ${JSON.stringify(gradebook.grades())}`,
      ],
      // A score whose answer nobody heard goes out once more; nothing else does.
      [received.length === scores || received.length === scores + 1, `${received.length} scores for ${scores}`],
      [
        ledger.every(({ sub, wanted: score }) => score === (people[sub]?.grade ?? null)),
        'the ledger wants other scores',
      ],
      ...(await settledChecks(gradebook, stores, ledger)),
    ]);
  });

describe('publishing to the gradebook, killed after each of its effects', () => {
  let publishing: CrashPublishing;
  beforeAll(async () => {
    publishing = await openCrashPublishing();
  });
  afterAll(() => publishing?.close());

  it('makes one column, and every grade equal to the records', async () => {
    const people: Class = {
      'student-01': { statuses: ['present', 'present'], grade: 100 },
      'student-02': { statuses: ['present', 'late'], grade: 90 },
      'student-03': { statuses: ['present', 'absent'], grade: 50 },
      'student-04': { statuses: ['absent', 'absent'], grade: 0 },
      'student-05': { statuses: ['excused', 'excused'], grade: null },
      'student-06': { statuses: ['late', 'late'], grade: 80 },
    };
    const oneColumn: Crash = {
      name: 'publish',
      program: confirmAndPublish,
      file: 'confirm-and-publish.ts',
      open: publishing.begin(
        people,
        (folder) =>
          inFolder(folder, async ({ sessions, digests }) => {
            await sessions.put(aSession(second, { state: 'confirmed' }));
            await digests.put(course, second, statusesIn(people, 1));
          }),
        (folder, gradebook) => faultsIn(folder, people, gradebook, 5),
      ),
    };
    const { points, faults } = await visitPoints(oneColumn);
    expect(points.filter((point) => point.endsWith('network POST scores'))).toHaveLength(5);
    for (const call of ['POST token', 'GET lineitems', 'POST lineitems', 'GET results']) {
      expect(points.some((point) => point.endsWith(`network ${call}`))).toBe(true);
    }
    expect(faults).toEqual([]);
  }, 480_000);

  it('confirms a session and sends what it changes, though an answer is lost', async () => {
    const people: Class = {
      'student-01': { statuses: ['present', 'late'], grade: 90 },
      'student-02': { statuses: ['excused', 'present'], grade: 100 },
      'student-03': { statuses: ['absent', 'absent'], grade: 0 },
    };
    // The first time that the platform takes in the new score of the first student, nobody hears of it.
    const lose = (body: string, received: readonly string[]) =>
      scoreIn(body).scoreGiven === 90 && received.filter((one) => scoreIn(one).scoreGiven === 90).length === 1;
    const chain: Crash = {
      name: 'confirm and publish, one answer lost',
      program: confirmAndPublish,
      file: 'confirm-and-publish.ts',
      open: publishing.begin(
        people,
        async (folder) => {
          await publishInPeace(folder, 0);
          await inFolder(folder, async ({ sessions, reviews }) => {
            await sessions.put(aSession(second));
            const statuses = Object.fromEntries(
              [...statusesIn(people, 1)].map(([member, status]) => [member, { status, remark: null }]),
            );
            await reviews.put(course, { session: second, verdicts: {}, statuses, version: 1 });
          });
        },
        // Two of the first session, two of the second, and the one whose answer is lost once more.
        (folder, gradebook) => faultsIn(folder, people, gradebook, 5),
        { onScore: (body, received) => (lose(body, received) ? 'lose-answer' : 'ok') },
      ),
    };
    const { points, faults } = await visitPoints(chain);
    expect(points.some((point) => point.endsWith('network POST scores'))).toBe(true);
    expect(faults).toEqual([]);
  }, 480_000);

  describe('with a score in flight when the process died', () => {
    const people: Class = { 'student-01': { statuses: ['present', 'late'], grade: 90 } };
    let folder: string;
    let gradebook: PracticeGradebook;
    let sent: string;
    /** Sends 100 for the first session and dies before it hears the answer; meanwhile the second is confirmed. */
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'muster-crash-'));
      gradebook = await publishing.open(folder, people);
      await publishInPeace(folder, 0);
      sent = gradebook.received[0] ?? '';
      expect(scoreIn(sent)).toMatchObject({ userId: 'student-01', scoreGiven: 100 });
      await inFolder(folder, async (stores) => {
        const [entry] = await stores.ledger.list(course);
        if (entry?.confirmed == null) throw new Error('nothing was sent');
        const inFlight = { score: 100, timestamp: entry.confirmed.timestamp, body: sent };
        const version = entry.version + 1;
        await stores.ledger.put(course, { ...entry, state: 'pending', inFlight, confirmed: null, version });
        await stores.sessions.put(aSession(second, { state: 'confirmed' }));
        await stores.digests.put(course, second, statusesIn(people, 1));
        await stores.work.add(publishTask({ ids: idSource(), clock: { now: () => instant(60) } }, course));
      });
    });
    afterEach(async () => {
      await gradebook.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('sends it as it was, and then the one that the records ask for by now', async () => {
      await publishInPeace(folder, 60);
      expect(gradebook.received.slice(0, 2)).toEqual([sent, sent]);
      expect(gradebook.grades()).toEqual({ 'student-01': 90 });
      expect(await faultsIn(folder, people, gradebook, 3)).toEqual([]);
    });

    it('overwrites no newer grade from elsewhere, and says that there is one', async () => {
      gradebook.grade('student-01', 42, instant(30));
      await publishInPeace(folder, 60);
      await publishInPeace(folder, 120);
      expect(gradebook.received).toEqual([sent, sent]);
      expect(gradebook.grades()).toEqual({ 'student-01': 42 });
      const [entry] = await inFolder(folder, ({ ledger }) => ledger.list(course));
      expect(entry).toMatchObject({ state: 'changed', found: 42, inFlight: null });
    });
  });
});
