import type { ColumnId, ColumnState } from '../attendance/grade-column.ts';
import { unconfirmedOf } from '../attendance/unconfirmed.ts';
import { asId, type CourseId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import type { StorageMeter } from '../ports/storage-meter.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

type Deps = Pick<Services, 'work' | 'ledger' | 'gradeColumns' | 'metrics' | 'clock'>;

/** So many courses are read at once: with a large platform down there are hundreds. */
const atOnce = 10;

/** Nothing of it waits, nor could. */
const isSettled = ({ settledFor, counts }: ColumnState) => settledFor !== null && counts.pending + counts.refused === 0;

const unconfirmedInCourse = async (
  { ledger, gradeColumns }: Pick<Deps, 'ledger' | 'gradeColumns'>,
  course: CourseId,
  now: string,
): Promise<number> => {
  const states = new Map((await gradeColumns.list(course)).map((state) => [state.column, state]));
  const open = [...states.values()].filter((state) => !isSettled(state)).map(({ column }) => column);
  const counts = [...new Set<ColumnId>(['attendance', ...open])].map(async (column) =>
    unconfirmedOf(await ledger.list(course, column), states.get(column)?.trouble ?? null, now),
  );
  return sum(await Promise.all(counts));
};

/** A course with a score that is tried, or tried again, has a task to publish it: no other course is looked at. */
const unconfirmedScores = async (deps: Omit<Deps, 'metrics'>): Promise<number> => {
  const now = deps.clock.now();
  const courses = (await deps.work.standing('publish')).map(({ key }) => asId<CourseId>(key));
  let total = 0;
  for (let from = 0; from < courses.length; from += atOnce) {
    const some = courses.slice(from, from + atOnce).map((course) => unconfirmedInCourse(deps, course, now));
    total += sum(await Promise.all(some));
  }
  return total;
};

/** Tells what stands rather than happens: every few minutes, and zero as well, so that an alarm can end. */
export const measureStanding = async (deps: Deps, storage: StorageMeter): Promise<void> => {
  deps.metrics.gauge('GradebookUnconfirmedOver24h', await unconfirmedScores(deps));
  deps.metrics.gauge('StorageBytes', await storage.bytes());
};
