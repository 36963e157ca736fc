import { unconfirmedOf } from '../attendance/unconfirmed.ts';
import { asId, type CourseId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import type { StorageMeter } from '../ports/storage-meter.ts';

type Deps = Pick<Services, 'work' | 'ledger' | 'gradeColumns' | 'metrics' | 'clock'>;

/** A course with a score that is tried, or tried again, has a task to publish it: no other course is looked at. */
const unconfirmedScores = async ({ work, ledger, gradeColumns, clock }: Omit<Deps, 'metrics'>): Promise<number> => {
  const now = clock.now();
  let total = 0;
  for (const { key } of await work.standing('publish')) {
    const course = asId<CourseId>(key);
    const states = new Map((await gradeColumns.list(course)).map((state) => [state.column, state]));
    for (const column of new Set(['attendance' as const, ...states.keys()]))
      total += unconfirmedOf(await ledger.list(course, column), states.get(column)?.trouble ?? null, now);
  }
  return total;
};

/** Tells what stands rather than happens: every few minutes, and zero as well, so that an alarm can end. */
export const measureStanding = async (deps: Deps, storage: StorageMeter): Promise<void> => {
  deps.metrics.gauge('GradebookUnconfirmedOver24h', await unconfirmedScores(deps));
  deps.metrics.gauge('StorageBytes', await storage.bytes());
};
