import { isMusterError } from '../../core/errors.ts';
import type { CourseId } from '../../core/ids.ts';
import { newTask } from '../../core/use-cases/new-task.ts';
import { refreshRoster } from '../../core/use-cases/refresh-roster.ts';
import type { App } from '../app.ts';

/** Between two reads of one course that people ask for. */
const byHandMs = 15_000;
/** A read that failed is not tried again by each view of the page. */
const afterFailureMs = 60_000;
/** Nobody waits longer for a page; behind a gateway nothing may run for more than 29 s, and a slow platform takes 30 s a page of its list. */
const patienceMs = 10_000;
/** Then the daily work reads it, unless it has come by itself meanwhile. */
const takenUpAfterSeconds = 60;
/** Of courses read; the oldest are forgotten, which costs a read at most. */
const remembered = 10_000;

interface Read {
  readonly at: number;
  readonly isByHand: boolean;
  /** The error's code, or null when the roster was read. */
  readonly problem: Promise<string | null>;
  isOver: boolean;
}

type RosterReadsDeps = Pick<App, 'courses' | 'rosters' | 'rosterSource' | 'ids' | 'clock' | 'work' | 'wake'>;

/** Answers the roster's trouble, which is told on the page: the page itself still comes. */
export interface RosterReads {
  /** Somebody asks for it. */
  byHand(course: CourseId): Promise<string | null>;
  /** A page is shown, and what is stored is old. */
  whenStale(course: CourseId): Promise<string | null>;
}

const slow = 'ROSTER_SLOW';

const tooLate = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, patienceMs).unref();
  });

/**
 * Reads a course's roster once for all who ask at the same time, and not again soon after. Kept in this process' memory:
 * several processes read once each, and a new one starts afresh. One that takes long is `ROSTER_SLOW`, and goes on.
 */
export const rosterReads = (app: RosterReadsDeps, late: () => Promise<void> = tooLate): RosterReads => {
  const reads = new Map<CourseId, Read>();
  const now = () => Date.parse(app.clock.now());
  const tryRefresh = async (course: CourseId): Promise<string | null> => {
    try {
      await refreshRoster(app, course);
      app.wake();
      return null;
    } catch (error) {
      if (!isMusterError(error)) throw error;
      return error.code;
    }
  };
  const begin = (course: CourseId, isByHand: boolean): Promise<string | null> => {
    const read: Read = { at: now(), isByHand, problem: tryRefresh(course), isOver: false };
    const end = () => {
      read.isOver = true;
    };
    read.problem.then(end, end);
    reads.delete(course);
    reads.set(course, read);
    const [oldest] = reads.keys();
    if (reads.size > remembered && oldest !== undefined) reads.delete(oldest);
    return read.problem;
  };
  /** The last read's answer while it runs or `waitMs` have not passed; else a new one's. */
  const read = async (course: CourseId, isByHand: boolean, waitMs: (last: Read) => Promise<number>) => {
    const last = reads.get(course);
    if (last === undefined) return begin(course, isByHand);
    if (!last.isOver) return last.problem;
    const wait = await waitMs(last);
    if (now() - last.at < wait) return last.problem;
    // Somebody else may have begun one meanwhile.
    const newest = reads.get(course);
    return newest === undefined || newest === last ? begin(course, isByHand) : newest.problem;
  };
  const failed = ({ problem }: Read) =>
    problem.then(
      (code) => code !== null,
      () => true,
    );
  const inTime = async (course: CourseId, problem: Promise<string | null>): Promise<string | null> => {
    const answer = await Promise.race([problem, late().then(() => slow)]);
    if (answer === slow) await app.work.add(newTask(app, 'sync-roster', course, takenUpAfterSeconds));
    return answer;
  };
  return {
    byHand: (course) =>
      inTime(
        course,
        read(course, true, async ({ isByHand }) => (isByHand ? byHandMs : 0)),
      ),
    whenStale: (course) =>
      inTime(
        course,
        read(course, false, async (last) => ((await failed(last)) ? afterFailureMs : 0)),
      ),
  };
};
