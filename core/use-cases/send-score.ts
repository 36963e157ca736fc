import type { Course } from '../attendance/course.ts';
import type { ColumnId } from '../attendance/grade-column.ts';
import { maximumScore } from '../attendance/grade-policy.ts';
import { type LedgerEntry, nextTimestamp, type ScoreMessage, scoreBody } from '../attendance/ledger.ts';
import { afterAnswer, afterStale } from '../attendance/ledger-plan.ts';
import { MusterError } from '../errors.ts';
import type { PostAnswer } from '../ports/gradebook.ts';
import type { Services } from '../ports/services.ts';

type Deps = Pick<Services, 'ledger' | 'gradebook' | 'clock'>;

/** Where one column's scores go. */
export interface ScoreTarget {
  readonly course: Course;
  readonly column: ColumnId;
  readonly lineItem: string;
}

export const canReadResults = (course: Course): boolean =>
  course.gradeService?.scopes.some((scope) => scope.endsWith('/result.readonly')) ?? false;

export const saveEntry = async (
  { ledger }: Pick<Services, 'ledger'>,
  { course, column }: { readonly course: Pick<Course, 'id'>; readonly column: ColumnId },
  entry: LedgerEntry,
): Promise<LedgerEntry> => {
  const next = { ...entry, version: entry.version + 1 };
  await ledger.put(course.id, next, column);
  return next;
};

const nextMessage = ({ sub, wanted }: LedgerEntry, now: string, last: string | null): ScoreMessage => {
  const timestamp = nextTimestamp(now, last);
  return { score: wanted, timestamp, body: scoreBody(sub, wanted, maximumScore, timestamp) };
};

/** Stored before it is sent, and sent byte for byte in every try until it is answered. */
const withMessage = (deps: Deps, target: ScoreTarget, entry: LedgerEntry, last: string | null) =>
  saveEntry(deps, target, {
    ...entry,
    state: 'pending',
    lineItem: target.lineItem,
    inFlight: nextMessage(entry, deps.clock.now(), last),
  });

const inFlightOf = ({ inFlight }: LedgerEntry): ScoreMessage => {
  if (inFlight === null) throw new MusterError('INTERNAL');
  return inFlight;
};

interface Sent {
  readonly entry: LedgerEntry;
  readonly answer: PostAnswer;
}

/**
 * A score that the platform calls stale: there already, or changed there, as its result says; or the platform's clock is
 * ahead, and a newer time is tried, once. Without the right to read results the second try of a body is taken for there.
 */
const settleStale = async (deps: Deps, target: ScoreTarget, entry: LedgerEntry, again: boolean): Promise<Sent> => {
  const { course, lineItem } = target;
  const answer: PostAnswer = { outcome: 'stale' };
  const now = deps.clock.now();
  let settled: LedgerEntry | 'newer-needed';
  if (canReadResults(course)) {
    const results = await deps.gradebook.results(course.registration, lineItem, maximumScore, entry.sub);
    if (results === null) return { entry, answer: { outcome: 'line-item-gone' } };
    settled = afterStale(entry, results.get(entry.sub) ?? null, now);
  } else {
    settled = again ? afterAnswer(entry, { outcome: 'accepted' }, now) : 'newer-needed';
  }
  if (settled !== 'newer-needed') return { entry: await saveEntry(deps, target, settled), answer };
  const bumped = await withMessage(deps, target, entry, inFlightOf(entry).timestamp);
  const second = await deps.gradebook.postScore(course.registration, lineItem, inFlightOf(bumped).body);
  return { entry: await saveEntry(deps, target, afterAnswer(bumped, second, deps.clock.now())), answer: second };
};

/** Sends one score and stores what came of it. */
export const sendScore = async (deps: Deps, target: ScoreTarget, due: LedgerEntry): Promise<Sent> => {
  const again = due.inFlight !== null;
  const entry = again ? due : await withMessage(deps, target, due, due.confirmed?.timestamp ?? null);
  const answer = await deps.gradebook.postScore(target.course.registration, target.lineItem, inFlightOf(entry).body);
  if (answer.outcome === 'stale') return settleStale(deps, target, entry, again);
  const settled = afterAnswer(entry, answer, deps.clock.now());
  return { entry: settled === entry ? entry : await saveEntry(deps, target, settled), answer };
};
