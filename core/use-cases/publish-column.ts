import { type ColumnState, type ColumnTrouble, newColumn, type TroubleReason } from '../attendance/grade-column.ts';
import { maximumScore } from '../attendance/grade-policy.ts';
import { countStates, isDue, type LedgerEntry, type PublishedCounts } from '../attendance/ledger.ts';
import {
  adoptHeld,
  compareWithGradebook,
  inLineItem,
  maxAttempts,
  retryDelaySeconds,
  want,
  withJitter,
} from '../attendance/ledger-plan.ts';
import { awake, mayWake, restSeconds, wakesIn } from '../attendance/try-again.ts';
import { isMusterError, type MusterError } from '../errors.ts';
import type { MemberId } from '../ids.ts';
import { later, second } from '../later.ts';
import type { Services } from '../ports/services.ts';
import { untilUnchanged } from '../retry.ts';
import type { Member } from '../roster/roster.ts';
import { same } from '../same.ts';
import { type ColumnPlace, ensurePlace, findPlaceAgain, keepState } from './column-place.ts';
import { type Outcome, type SendWatch, sendDueScores } from './send-due-scores.ts';
import { canReadResults } from './send-score.ts';

type Deps = Pick<Services, 'courses' | 'gradeColumns' | 'ledger' | 'gradebook' | 'clock'>;

export interface ColumnWork extends SendWatch {
  readonly place: ColumnPlace;
  readonly students: readonly Member[];
  readonly wanted: (member: MemberId) => number | null;
  /** Of a session's column: the records it is made equal to. */
  readonly settledFor: string | null;
  readonly random: () => number;
}

export type ColumnRun = {
  readonly counts: PublishedCounts;
} & (
  | { readonly end: 'overtaken' }
  /** `wakesIn`: seconds until something of it is tried again by itself; null: nothing is. */
  | { readonly end: 'settled' | 'stopped'; readonly wakesIn: number | null }
  /** `throttled`: the platform asked to be left alone. */
  | { readonly end: 'later'; readonly seconds: number; readonly throttled: boolean }
);

/** So long the results count as looked at while scores go out and are tried again. */
const listedSeconds = 120;

/** A column that comes with a placed link is looked for so often. */
const lookAgainSeconds = 60;

const secondsBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 1000;

/** The entries as the records ask for them, with what stands stored. Of a column that wakes each has one try. */
const readPlan = async (deps: Deps, { place, students, wanted }: ColumnWork) => {
  const stored = await deps.ledger.list(place.course.id, place.state.column);
  const before = new Map(stored.map((entry) => [entry.member, entry]));
  const now = deps.clock.now();
  const tried = place.state.trouble === null ? 0 : maxAttempts - 1;
  const entries = students.map(({ id, sub }) => {
    const entry = awake(want(before.get(id), id, sub, wanted(id)), now);
    return entry.attempts < tried ? { ...entry, attempts: tried } : entry;
  });
  return { before, entries };
};

/** Held against the results, listed once before scores go out. Null: the line item is gone. */
const compared = async (
  deps: Deps,
  place: ColumnPlace & { readonly lineItem: string },
  entries: readonly LedgerEntry[],
): Promise<{ place: ColumnPlace; entries: LedgerEntry[] } | null> => {
  const here = entries.map((entry) => inLineItem(entry, place.lineItem));
  const { course, state } = place;
  const now = deps.clock.now();
  const fresh = state.listedAt !== null && secondsBetween(state.listedAt, now) < listedSeconds;
  const due = here.some((entry) => isDue(entry) && entry.inFlight === null);
  if (!due || fresh || !canReadResults(course)) return { place, entries: here };
  const results = await deps.gradebook.results(course.registration, place.lineItem, maximumScore);
  if (results === null) return null;
  return {
    place: await keepState(deps, place, { listedAt: now, attempts: 0 }),
    entries: here.map((entry) => {
      const held = results.get(entry.sub);
      return adoptHeld(compareWithGradebook(entry, held), held, now);
    }),
  };
};

/** What an error of a service means for the column; null: it is none of the platform's. */
const outcomeOf = (error: MusterError, attempts: number): Outcome | null => {
  const { code, details } = error;
  if (code === 'DENIED' || code === 'GRADEBOOK_UNAVAILABLE') {
    return { end: 'stop', reason: details.reason === 'concluded' ? 'concluded' : 'not-allowed' };
  }
  // The list of line items itself: the platform knows no such course any more.
  if (code === 'RESPONSE_INVALID' && details.httpStatus === 404) return { end: 'stop', reason: 'concluded' };
  if (!error.retryable && code !== 'RESPONSE_INVALID') return null;
  if (attempts >= maxAttempts) return { end: 'stop', reason: 'unreachable' };
  const asked = typeof details.retryAfterSeconds === 'number' ? details.retryAfterSeconds : null;
  return { end: 'later', seconds: retryDelaySeconds(attempts, asked), throttled: code === 'THROTTLED', fault: true };
};

/** Line items found again in one run: a platform that answers 404 all the same is asked again later. */
const maxMoves = 2;

/** Tried again in vain, it has been in trouble since it first was. */
const troubleOf = (reason: TroubleReason, { trouble }: ColumnState, now: string): ColumnTrouble => ({
  reason,
  at: trouble?.reason === reason ? trouble.at : now,
});

/** What came of it is stored; the seconds to wait, with their part by chance, among it. */
const finish = (deps: Deps, work: ColumnWork, outcome: Outcome, entries: readonly LedgerEntry[]): Promise<ColumnRun> =>
  untilUnchanged(async () => {
    const counts = countStates(entries);
    const { course, state: begun } = work.place;
    const now = deps.clock.now();
    const stored = (await deps.gradeColumns.list(course.id)).find(({ column }) => column === begun.column);
    const state = stored ?? newColumn(begun.column);
    const seconds = outcome.end === 'later' ? withJitter(outcome.seconds, work.random) : null;
    const isUnreached = outcome.end === 'stop' && outcome.reason === 'unreachable';
    const rest = seconds ?? (isUnreached ? restSeconds : null);
    const next: ColumnState = {
      ...state,
      trouble: outcome.end === 'stop' ? troubleOf(outcome.reason, state, now) : null,
      listedAt: outcome.end === 'sent' ? null : state.listedAt,
      restUntil: rest === null ? null : later(now, rest * second),
      attempts: outcome.end === 'later' && outcome.fault ? state.attempts + 1 : 0,
      settledFor: outcome.end === 'sent' ? work.settledFor : null,
      counts,
    };
    if (!same(next, state)) await deps.gradeColumns.put(course.id, { ...next, version: state.version + 1 });
    if (outcome.end === 'later') return { end: 'later', seconds: seconds ?? 0, throttled: outcome.throttled, counts };
    if (outcome.end === 'overtaken') return { end: 'overtaken', counts };
    return {
      end: outcome.end === 'stop' ? 'stopped' : 'settled',
      counts,
      wakesIn: wakesIn(entries, next, now),
    };
  });

/**
 * Makes one column equal to its records, one student after another. Safe to repeat and to kill: what is sent is in the
 * ledger before it goes. Stops at an answer that says "later", and for good at one that closes the gradebook; one that could not
 * be reached is tried again by itself.
 */
export const publishColumn = async (deps: Deps, work: ColumnWork): Promise<ColumnRun> => {
  let { place } = work;
  const { trouble, restUntil, counts: known } = place.state;
  const now = deps.clock.now();
  if (trouble !== null && !mayWake(place.state, now)) return { end: 'stopped', counts: known, wakesIn: null };
  const rest = restUntil === null ? 0 : secondsBetween(now, restUntil);
  if (rest > 0 && trouble !== null) return { end: 'stopped', counts: known, wakesIn: rest };
  if (rest > 0) return { end: 'later', seconds: rest, throttled: false, counts: known };

  let entries: LedgerEntry[] = [];
  let outcome: Outcome = { end: 'sent' };
  const attempts = trouble === null ? place.state.attempts + 1 : maxAttempts;
  try {
    for (let moves = 0; ; moves += 1) {
      const plan = await readPlan(deps, work);
      entries = plan.entries;
      // A session that asks for nothing needs no column.
      if (place.state.column !== 'attendance' && place.lineItem === null && !entries.some(isDue)) break;
      await work.keep();
      const found = await ensurePlace(deps, place);
      if (found === null) {
        outcome = { end: 'later', seconds: lookAgainSeconds, throttled: false, fault: false };
        break;
      }
      place = found;
      const listed = await compared(deps, found, entries);
      if (listed !== null) {
        ({ place, entries } = listed);
        const target = { course: place.course, column: place.state.column, lineItem: found.lineItem };
        outcome = await sendDueScores(deps, work, target, plan.before, entries);
        if (outcome.end !== 'gone') break;
      }
      const again = await findPlaceAgain(deps, place);
      if (again === null) outcome = { end: 'stop', reason: 'line-item-gone' };
      else if (again.lineItem === found.lineItem || moves >= maxMoves) {
        outcome =
          attempts >= maxAttempts
            ? { end: 'stop', reason: 'unreachable' }
            : { end: 'later', seconds: retryDelaySeconds(attempts, null), throttled: false, fault: true };
      }
      if (again !== null) place = again;
      if (outcome.end === 'stop' || outcome.end === 'later') break;
      outcome = { end: 'sent' };
    }
  } catch (error) {
    const told = isMusterError(error) ? outcomeOf(error, attempts) : null;
    if (told === null) throw error;
    outcome = told;
  }
  return finish(deps, { ...work, place }, outcome, entries);
};
