import { type ColumnId, columnOfCourse, columnOfSession } from '../attendance/grade-column.ts';
import { maximumScore } from '../attendance/grade-policy.ts';
import type { GradeDecision, LedgerEntry } from '../attendance/ledger.ts';
import { type Difference, differenceOf } from '../attendance/ledger-difference.ts';
import { compareWithGradebook, inLineItem, want } from '../attendance/ledger-plan.ts';
import { MusterError } from '../errors.ts';
import type { CourseId, MemberId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { untilUnchanged } from '../retry.ts';
import { students } from '../roster/roster.ts';
import { placeOf } from './column-place.ts';
import { getSession } from './find-session.ts';
import { getCourse } from './read-course-page.ts';
import { readStatuses, wantedOfSession, wantedScore } from './read-scores.ts';
import { canReadResults, saveEntry } from './send-score.ts';

type Deps = Pick<
  Services,
  'courses' | 'rosters' | 'sessions' | 'digests' | 'gradeColumns' | 'ledger' | 'gradebook' | 'clock'
>;

export interface DifferenceLine {
  readonly member: MemberId;
  readonly name: string;
  readonly difference: Difference;
  readonly wanted: number | null;
  readonly confirmed: number | null;
  readonly held: number | null;
  readonly decision: GradeDecision | null;
}

export interface GradebookComparison {
  readonly readAt: string;
  readonly students: number;
  /** Only those who differ, in the roster's order. */
  readonly differences: readonly DifferenceLine[];
}

/** What a comparison has found to be changed there is in the ledger from then on, so that nothing is sent over it. */
const noteChange = async (deps: Deps, course: CourseId, column: ColumnId, member: MemberId, held: number | undefined) =>
  untilUnchanged(async () => {
    const entry = (await deps.ledger.list(course, column)).find((one) => one.member === member);
    const after = entry === undefined ? undefined : compareWithGradebook(entry, held);
    if (entry === undefined || after === undefined || after === entry) return;
    await saveEntry(deps, { course: { id: course }, column }, after);
  });

/**
 * "Compare with the gradebook": reads a column's results back and says where they differ from the records, and why.
 * Nothing is sent. @throws MusterError NOT_FOUND, GRADEBOOK_UNAVAILABLE when there is no column or no right to read it
 */
export const compareGradebook = async (
  deps: Deps,
  id: CourseId,
  column: ColumnId = 'attendance',
): Promise<GradebookComparison> => {
  const course = await getCourse(deps, id);
  const { gradeService } = course;
  const wantedColumn =
    column === 'attendance' ? columnOfCourse(id) : columnOfSession(await getSession(deps.sessions, id, column));
  const state = (await deps.gradeColumns.list(id)).find((one) => one.column === column);
  const lineItem = gradeService === null ? null : placeOf(course, gradeService, wantedColumn, column, state).lineItem;
  if (lineItem === null || !canReadResults(course)) throw new MusterError('GRADEBOOK_UNAVAILABLE');
  const results = await deps.gradebook.results(course.registration, lineItem, maximumScore);
  if (results === null) throw new MusterError('GRADEBOOK_UNAVAILABLE');
  const readAt = deps.clock.now();
  const [{ statuses, bySession }, roster, stored] = await Promise.all([
    readStatuses(deps, id),
    deps.rosters.read(id),
    deps.ledger.list(id, column),
  ]);
  const entries = new Map(stored.map((entry) => [entry.member, inLineItem(entry, lineItem)]));
  const active = students(roster);
  const differences: DifferenceLine[] = [];
  for (const { id: member, sub, name } of active) {
    const wanted =
      column === 'attendance'
        ? wantedScore(statuses, member, course.gradePolicy)
        : wantedOfSession(bySession.get(column), member, course.gradePolicy);
    const entry: LedgerEntry = want(entries.get(member), member, sub, wanted);
    const difference = differenceOf(entry, results.get(sub));
    if (entry.state === 'changed' || difference === 'changed-there' || difference === 'removed-there')
      await noteChange(deps, id, column, member, results.get(sub));
    if (difference === null) continue;
    const { confirmed, decision } = entry;
    const held = results.get(sub) ?? null;
    differences.push({
      member,
      name,
      difference,
      wanted,
      confirmed: confirmed?.score ?? null,
      held,
      decision: decision ?? null,
    });
  }
  return { readAt, students: active.length, differences };
};
