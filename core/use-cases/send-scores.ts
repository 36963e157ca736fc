import { type ColumnId, type ColumnState, lifted } from '../attendance/grade-column.ts';
import type { GradeDecision, LedgerEntry } from '../attendance/ledger.ts';
import { keepChanged, overwriteChanged } from '../attendance/ledger-plan.ts';
import { MusterError } from '../errors.ts';
import type { CourseId, MemberId } from '../ids.ts';
import type { Services } from '../ports/services.ts';
import { untilUnchanged } from '../retry.ts';
import { graceSeconds } from './new-task.ts';
import { saveEntry } from './send-score.ts';
import { publishTask } from './settle-session.ts';

type Deps = Pick<Services, 'ledger' | 'gradeColumns' | 'work' | 'ids' | 'clock'>;

/** Whoever decides, as the ledger remembers them. */
export type Decider = Pick<GradeDecision, 'by' | 'byName'>;

/** Lets a column be published again, whatever stopped it. */
export const liftColumn = ({ gradeColumns }: Pick<Deps, 'gradeColumns'>, course: CourseId, id: ColumnId) =>
  untilUnchanged(async () => {
    const state = (await gradeColumns.list(course)).find(({ column }) => column === id);
    if (state !== undefined) await gradeColumns.put(course, { ...lifted(state), version: state.version + 1 });
  });

const isStuck = ({ trouble, counts }: ColumnState) => trouble !== null || counts.refused > 0;

/**
 * "Send again": lifts refusals, of one member or of everybody, and whatever stopped a column; then publishes.
 * @throws MusterError RECORD_CHANGED
 */
export const sendAgain = async (deps: Deps, course: CourseId, member?: MemberId): Promise<void> => {
  const stuck = (await deps.gradeColumns.list(course)).filter(isStuck).map(({ column }) => column);
  await deps.work.add(publishTask(deps, course, graceSeconds));
  for (const column of new Set<ColumnId>(['attendance', ...stuck])) {
    await liftColumn(deps, course, column);
    for (const entry of await deps.ledger.list(course, column)) {
      if (entry.state !== 'refused' || (member !== undefined && entry.member !== member)) continue;
      await saveEntry(
        deps,
        { course: { id: course }, column },
        { ...entry, state: 'pending', refusal: null, attempts: 0 },
      );
    }
  }
  // Who publishes right now may have looked before this was written.
  await deps.work.add(publishTask(deps, course));
};

const entryOf = async (deps: Deps, course: CourseId, member: MemberId, column: ColumnId): Promise<LedgerEntry> => {
  const entry = (await deps.ledger.list(course, column)).find((candidate) => candidate.member === member);
  if (entry === undefined) throw new MusterError('NOT_FOUND');
  return entry;
};

const decisionOn = (deps: Deps, choice: GradeDecision['choice'], entry: LedgerEntry, by: Decider): GradeDecision => ({
  choice,
  found: entry.found,
  ...by,
  at: deps.clock.now(),
});

/**
 * "Send over it": a value changed in the gradebook is replaced by ours after all, also one that was kept before.
 * @throws MusterError NOT_FOUND, RECORD_CHANGED
 */
export const sendOver = async (
  deps: Deps,
  course: CourseId,
  member: MemberId,
  by: Decider,
  column: ColumnId = 'attendance',
): Promise<void> => {
  const entry = await entryOf(deps, course, member, column);
  await deps.work.add(publishTask(deps, course, graceSeconds));
  const now = deps.clock.now();
  await saveEntry(
    deps,
    { course: { id: course }, column },
    overwriteChanged(entry, now, decisionOn(deps, 'send', entry, by)),
  );
  if (column !== 'attendance') await liftColumn(deps, course, column);
  await deps.work.add(publishTask(deps, course));
};

/** "Keep theirs": the value in the gradebook stays, whatever the records ask for. @throws MusterError NOT_FOUND, RECORD_CHANGED */
export const keepTheirs = async (
  deps: Deps,
  course: CourseId,
  member: MemberId,
  by: Decider,
  column: ColumnId = 'attendance',
): Promise<void> => {
  const entry = await entryOf(deps, course, member, column);
  if (entry.state === 'changed')
    await saveEntry(deps, { course: { id: course }, column }, keepChanged(entry, decisionOn(deps, 'keep', entry, by)));
};
