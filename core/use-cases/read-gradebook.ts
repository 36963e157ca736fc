import type { Course } from '../attendance/course.ts';
import { type LedgerEntry, standingOf } from '../attendance/ledger.ts';
import type { MemberId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { type Roster, students } from '../roster/roster.ts';
import { readStatuses, type StatusesByMember, wantedScore } from './read-scores.ts';

/** Where a member's grade stands: what the records ask for now, and what the gradebook has of it. */
export type GradebookLine = Pick<LedgerEntry, 'state' | 'wanted'> &
  Partial<Pick<LedgerEntry, 'confirmed' | 'found' | 'refusal'>>;

/** By member. Of those who have left: what the ledger last knew, for nothing is sent of them any more. */
export const gradebookLines = (
  { gradePolicy }: Pick<Course, 'gradePolicy'>,
  roster: Roster,
  ledger: readonly LedgerEntry[],
  statuses: StatusesByMember,
): ReadonlyMap<MemberId, GradebookLine> => {
  const entries = new Map(ledger.map((entry) => [entry.member, entry]));
  const lines = new Map<MemberId, GradebookLine>(entries);
  for (const { id } of students(roster)) {
    const entry = entries.get(id);
    lines.set(id, { ...entry, ...standingOf(entry, wantedScore(statuses, id, gradePolicy)) });
  }
  return lines;
};

/** The same, read; nobody has a line without a grade column. */
export const readGradebook = async (
  deps: Pick<Services, 'ledger' | 'digests' | 'sessions'>,
  course: Course,
  roster: Roster,
): Promise<ReadonlyMap<MemberId, GradebookLine>> => {
  if (!course.gradeColumn.on) return new Map();
  const [ledger, { statuses }] = await Promise.all([deps.ledger.list(course.id), readStatuses(deps, course.id)]);
  return gradebookLines(course, roster, ledger, statuses);
};
