import { type Course, lineItemResourceId, lineItemTag } from '../attendance/course.ts';
import { maximumScore } from '../attendance/grade-policy.ts';
import { isDue, type LedgerEntry, nextTimestamp, scoreBody } from '../attendance/ledger.ts';
import { afterAnswer, compareWithGradebook, retryDelaySeconds, want } from '../attendance/ledger-plan.ts';
import { MusterError } from '../errors.ts';
import type { CourseId } from '../ids.ts';
import type { PostAnswer } from '../ports/gradebook.ts';
import type { Services } from '../ports/services.ts';
import { students } from '../roster/roster.ts';
import { readStatuses, wantedScore } from './read-scores.ts';
import { publishTask } from './settle-session.ts';

type Deps = Pick<
  Services,
  'courses' | 'rosters' | 'sessions' | 'digests' | 'ledger' | 'gradebook' | 'work' | 'ids' | 'clock' | 'realtime'
>;

export const gradeColumnLabel = 'Attendance (Muster)';

/** The line item of a course whose teacher switched the column on; found again or made, and remembered. */
const lineItemOf = async (deps: Deps, course: Course): Promise<string | null> => {
  if (!course.gradeColumn.on || course.gradeService === null) return null;
  if (course.gradeColumn.lineItemUrl !== null) return course.gradeColumn.lineItemUrl;
  const item = await deps.gradebook.ensureLineItem(course.registration, course.gradeService, {
    label: gradeColumnLabel,
    scoreMaximum: maximumScore,
    resourceId: lineItemResourceId(course.id),
    tag: lineItemTag,
  });
  await deps.courses.put({
    ...course,
    gradeColumn: { ...course.gradeColumn, lineItemUrl: item.id },
    version: course.version + 1,
  });
  return item.id;
};

const canReadResults = (course: Course) =>
  course.gradeService?.scopes.some((scope) => scope.endsWith('/result.readonly')) ?? false;

/** What the ledger should say before anything is sent: every active student's wanted score, held against the gradebook. */
const planLedger = async (deps: Deps, course: Course, lineItem: string): Promise<LedgerEntry[]> => {
  const [{ statuses }, roster, stored] = await Promise.all([
    readStatuses(deps, course.id),
    deps.rosters.read(course.id),
    deps.ledger.list(course.id),
  ]);
  const before = new Map(stored.map((entry) => [entry.member, entry]));
  const entries = students(roster).map(({ id, sub }) =>
    want(before.get(id), id, sub, wantedScore(statuses, id, course.gradePolicy)),
  );
  const due = entries.some((entry) => isDue(entry) && entry.inFlight === null);
  if (!due || !canReadResults(course)) return entries;
  const results = await deps.gradebook.results(course.registration, lineItem, maximumScore);
  return entries.map((entry) => (isDue(entry) ? compareWithGradebook(entry, results.get(entry.sub)) : entry));
};

const save = async ({ ledger }: Deps, course: CourseId, entry: LedgerEntry): Promise<LedgerEntry> => {
  const next = { ...entry, version: entry.version + 1 };
  await ledger.put(course, next);
  return next;
};

/** A score the platform calls stale is there already when the result says so; else a newer one of ours must be made. */
const settleStale = async (deps: Deps, course: Course, lineItem: string, entry: LedgerEntry): Promise<PostAnswer> => {
  if (!canReadResults(course)) return { outcome: 'accepted' };
  const held = (await deps.gradebook.results(course.registration, lineItem, maximumScore)).get(entry.sub) ?? null;
  const sent = entry.inFlight?.score ?? null;
  return held === sent || (held === null && sent === 0) ? { outcome: 'accepted' } : { outcome: 'stale' };
};

/** Sends one entry: the body is stored before it goes, and is the same in every try until it is answered. */
const send = async (
  deps: Deps,
  course: Course,
  lineItem: string,
  due: LedgerEntry,
): Promise<{ entry: LedgerEntry; answer: PostAnswer }> => {
  let entry = due;
  if (entry.inFlight === null) {
    const timestamp = nextTimestamp(deps.clock.now(), entry.confirmed?.timestamp ?? null);
    const body = scoreBody(entry.sub, entry.wanted, maximumScore, timestamp);
    entry = await save(deps, course.id, {
      ...entry,
      state: 'pending',
      inFlight: { score: entry.wanted, timestamp, body },
    });
  }
  const inFlight = entry.inFlight;
  if (inFlight === null) throw new MusterError('INTERNAL');
  let answer = await deps.gradebook.postScore(course.registration, lineItem, inFlight.body);
  if (answer.outcome === 'stale') answer = await settleStale(deps, course, lineItem, entry);
  const answered = afterAnswer(entry, answer, deps.clock.now());
  // The gradebook holds something newer and different: not ours to overwrite. The next comparison says what.
  const settled = answer.outcome === 'stale' ? { ...answered, inFlight: null } : answered;
  return { entry: await save(deps, course.id, settled), answer };
};

export interface Published {
  readonly pending: number;
  readonly confirmed: number;
  readonly refused: number;
  readonly changed: number;
}

export const countStates = (entries: readonly Pick<LedgerEntry, 'state'>[]): Published => {
  const count = (state: LedgerEntry['state']) => entries.filter((entry) => entry.state === state).length;
  return {
    pending: count('pending'),
    confirmed: count('confirmed'),
    refused: count('refused'),
    changed: count('changed'),
  };
};

/**
 * Makes the gradebook equal to the records, one student after another. Safe to repeat and to kill: what was sent is in
 * the ledger before it goes. Stops at an answer that says "later" and adds itself to the due work for then.
 * `keepLease` is asked before each score and throws when another process has taken over.
 */
export const publishScores = async (
  deps: Deps,
  id: CourseId,
  keepLease: () => Promise<void> = async () => {},
): Promise<Published> => {
  const course = await deps.courses.find(id);
  const lineItem = course === null ? null : await lineItemOf(deps, course);
  if (course === null || lineItem === null) return countStates([]);
  const stored = new Map((await deps.ledger.list(id)).map((entry) => [entry.member, entry]));
  const entries = await planLedger(deps, course, lineItem);
  const tell = () => deps.realtime.publish(id, { kind: 'gradebook', ...countStates(entries) });
  let pause: number | null = null;
  for (const [index, planned] of entries.entries()) {
    if (!isDue(planned)) {
      const before = stored.get(planned.member);
      if (
        before !== undefined
          ? before.state !== planned.state || before.wanted !== planned.wanted
          : planned.wanted !== null
      ) {
        entries[index] = await save(deps, id, planned);
      }
      continue;
    }
    await keepLease();
    let { entry, answer } = await send(deps, course, lineItem, planned);
    // A newer wish may have waited behind the one that was in flight.
    while (answer.outcome === 'accepted' && isDue(entry)) {
      ({ entry, answer } = await send(deps, course, lineItem, entry));
    }
    entries[index] = entry;
    await tell();
    if (answer.outcome === 'line-item-gone') return stopForGoneItem(deps, course, entries);
    if (entry.state !== 'pending') continue;
    pause = retryDelaySeconds(entry.attempts, answer.outcome === 'retry' ? answer.afterSeconds : null);
    if (answer.outcome === 'retry') break;
  }
  if (pause !== null) {
    const dueAt = new Date(Date.parse(deps.clock.now()) + pause * 1000).toISOString();
    await deps.work.add({ ...publishTask(deps, id), dueAt });
  }
  await tell();
  return countStates(entries);
};

/** Somebody deleted the column: forget where it was. "Send again" finds or makes it anew; nothing is made unasked. */
const stopForGoneItem = async (deps: Deps, course: Course, entries: readonly LedgerEntry[]): Promise<Published> => {
  const now = await deps.courses.find(course.id);
  if (now !== null) {
    await deps.courses.put({ ...now, gradeColumn: { on: false, lineItemUrl: null }, version: now.version + 1 });
  }
  return countStates(entries);
};
