import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LedgerEntry } from '../../core/attendance/ledger.ts';
import type { Stores } from '../../core/ports/stores.ts';
import type { ScoreFault } from '../../practice-lms/platform.ts';
import { confirmAndPublish, signingKeyFile } from './confirm-and-publish.ts';
import { type Class, prepareCourse } from './crash-course.ts';
import type { Crash } from './crash-points.ts';
import { effectPoints } from './effect-points.ts';
import { openPracticeGradebook, type PracticeGradebook, publishToolKeys } from './practice-gradebook.ts';
import { instant } from './stored-things.ts';

interface CourseOptions {
  readonly perSession?: boolean;
  readonly onScore?: (body: string, received: readonly string[]) => ScoreFault;
}

/** What tests of publishing under crashes begin with: a tool with its keys, and a course in the practice gradebook. */
export interface CrashPublishing {
  /** The gradebook of a course that is prepared in this folder. */
  open(folder: string, people: Class, options?: CourseOptions): Promise<PracticeGradebook>;
  /** The same, brought to where a process begins that will be killed; scenes copy it, since many are. */
  begin(
    people: Class,
    bring: (folder: string, gradebook: PracticeGradebook) => Promise<void>,
    faults: (folder: string, gradebook: PracticeGradebook) => Promise<string[]>,
    options?: CourseOptions,
  ): Crash['open'];
  close(): Promise<void>;
}

interface Beginning {
  readonly folder: string;
  readonly gradebook: PracticeGradebook;
  bringBack(): void;
}

export const openCrashPublishing = async (): Promise<CrashPublishing> => {
  const tool = await publishToolKeys();
  const begun: Beginning[] = [];
  const open: CrashPublishing['open'] = async (folder, people, { perSession = false, onScore } = {}) => {
    const gradebook = await openPracticeGradebook(tool, onScore);
    await writeFile(join(folder, signingKeyFile), JSON.stringify(tool.signingKey));
    await prepareCourse(folder, people, gradebook, perSession);
    return gradebook;
  };
  return {
    open,
    begin(people, bring, faults, options) {
      const free: Beginning[] = [];
      const another = async (): Promise<Beginning> => {
        const folder = await mkdtemp(join(tmpdir(), 'muster-begun-'));
        const gradebook = await open(folder, people, options);
        await bring(folder, gradebook);
        const beginning = { folder, gradebook, bringBack: gradebook.keep() };
        begun.push(beginning);
        return beginning;
      };
      return async (folder) => {
        // A gradebook has one scene at a time, and its address is in the folder.
        const beginning = free.pop() ?? (await another());
        const { gradebook, bringBack } = beginning;
        bringBack();
        await cp(beginning.folder, folder, { recursive: true });
        return { faults: () => faults(folder, gradebook), close: async () => void free.push(beginning) };
      };
    },
    async close() {
      for (const { folder, gradebook } of begun) {
        await gradebook.close();
        await rm(folder, { recursive: true, force: true });
      }
      await tool.close();
    },
  };
};

/** Confirms and publishes with nothing going wrong. */
export const publishInPeace = (folder: string, seconds: number) =>
  confirmAndPublish({ folder, now: instant(seconds), effects: effectPoints({ killAfter: 0 }) });

export const scoreIn = (body: string) => JSON.parse(body) as { userId: string; scoreGiven?: number };

/** Of how many scores more than one body came into a column: the same score with another timestamp is another score. */
export const sentAnew = (gradebook: PracticeGradebook): number => {
  const bodies = new Map<string, Set<string>>();
  for (const { item, body } of gradebook.takenIn()) {
    const { userId, scoreGiven } = scoreIn(body);
    const score = `${item} ${userId} ${scoreGiven}`;
    bodies.set(score, (bodies.get(score) ?? new Set()).add(body));
  }
  return [...bodies.values()].filter(({ size }) => size > 1).length;
};

/** What must hold of each publishing in the end, whatever it was about. */
export const settledChecks = async (
  gradebook: PracticeGradebook,
  { work }: Stores,
  ledger: readonly LedgerEntry[],
): Promise<readonly (readonly [holds: boolean, fault: string])[]> => [
  [sentAnew(gradebook) === 0, `${sentAnew(gradebook)} scores were sent anew with another timestamp`],
  [
    ledger.every(({ inFlight, confirmed, wanted }) => inFlight === null && (confirmed?.score ?? null) === wanted),
    'the ledger is not settled',
  ],
  [(await work.due(instant(100_000), 25)).length === 0, 'work is left to do'],
];
